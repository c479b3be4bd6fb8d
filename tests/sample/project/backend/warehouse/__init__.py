"""What is on which shelf, and how it gets into a parcel."""
