"""The figures of a report, one file each, and the canvas they are drawn on."""
