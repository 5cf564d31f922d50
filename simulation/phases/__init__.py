"""The eleven phases of a week, one file each."""
