"""What can go wrong with the files and folders of a result."""


class StoreError(Exception):
    """A file or folder that failed, with the key of the words that say so."""

    def __init__(self, key: str, **fields: object) -> None:
        """Remembers what failed.

        Args:
            key: Key of the message in the words files.
            fields: What goes into the blanks of the message.
        """
        super().__init__(f"{key}: " + ", ".join(f"{name}={value}" for name, value in fields.items()))
        self.key = key
        self.fields = fields
