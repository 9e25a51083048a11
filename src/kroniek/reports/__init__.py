"""What is given to read → reports. Each format is one file here."""
