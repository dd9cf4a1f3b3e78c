"""Speed and memory measured on the machine at hand, section by section: ``python -m training.bench``."""
