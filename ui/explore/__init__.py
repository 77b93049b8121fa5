"""Pictures of a library, for those who would rather look than ask."""
