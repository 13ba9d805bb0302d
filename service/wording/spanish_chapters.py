"""Whose chapter a place is, in Spanish."""

SENTENCES: dict[str, str] = {
    "chapter_serves": "Esta filial atiende el lugar",
    "chapter_tentative": "Confirme dónde vive la persona: de eso depende cuál es su filial",
    "chapter_fallback": "Ninguna filial conocida aquí atiende este lugar; pregunte a quienes se "
    "nombran en su lugar",
    "chapter_nobody": "Ninguna filial conocida aquí atiende este lugar",
    "chapter_by_postal_code": "Atiende el código postal (ZIP) {place}",
    "chapter_by_postal_code_tentative": "Atiende el código postal (ZIP) {place}, el más cercano al "
    "punto indicado; confírmelo",
    "chapter_by_county": "Atiende {place}",
    "chapter_by_county_tentative": "Atiende {place}, donde queda este lugar o una parte de él; "
    "confirme el condado",
    "chapter_by_state": "Atiende todo el estado ({place})",
    "chapter_by_state_tentative": "Atiende todo el estado ({place}), donde parece quedar el punto "
    "indicado; confirme el estado",
}

PROBLEMS: dict[str, str] = {
    "county_unknown": "no es un condado conocido{nearest}",
    "chapter_twice": "otra filial tiene el mismo id; dele otro a una de ellas",
    "chapter_without_contact": "debe tener un teléfono (phone), email, url o text con que "
    "comunicarse con la filial",
    "chapter_area_or_fallback": "debe tener un área (area) o fallback: true (para quien ninguna "
    "filial atiende), y no las dos cosas",
}
