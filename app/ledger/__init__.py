"""What happened: attempts, items, submissions, grade events, their hash chains."""
