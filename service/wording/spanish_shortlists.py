"""What a shortlist says of OTs who are no longer where they were, in Spanish."""

SENTENCES: dict[str, str] = {
    "shortlist_location_left": "Este consultorio ya no está en el directorio; estos son los que el "
    "terapeuta tiene ahora",
    "shortlist_left": "Este terapeuta ya no está en el directorio",
}
