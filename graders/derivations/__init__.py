"""What grading a derivation needs: the region it is about, its lines, and the algebra of errors carried forward."""
