"""One module per command of `zorgbundel`; each offers COMMAND."""
