"""From findings to decisions: calibrated confidence, and one winner where findings overlap."""
