"""The window: Qt, numpy and pyqtgraph; never torch."""
