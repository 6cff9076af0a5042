"""The only way tables change. A migration that has been released never changes again."""
