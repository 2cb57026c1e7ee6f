"""The sheets by which members, their names and their contacts come in."""
