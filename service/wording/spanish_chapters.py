"""Whose chapter a place is, and whom a program pays, in Spanish."""

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
    "chapter_by_county_maybe": "Atiende {place}, que queda cerca; confirme el condado",
    "chapter_by_state": "Atiende todo el estado ({place})",
    "chapter_by_state_tentative": "Atiende todo el estado ({place}), donde parece quedar el punto "
    "indicado; confirme el estado",
    # the therapists of a program
    "providers_found": "Terapeutas cercanos a quienes paga este programa, primero los más "
    "adecuados",
    "providers_eased": "No se conoce a nadie cerca; a estos los encuentra una búsqueda más amplia",
    "providers_nobody": "No se conoce a ningún terapeuta a quien pague este programa; pregunte al "
    "programa y a aquellos de quienes no se sabe",
    "providers_nowhere": "Indique el código postal (ZIP) o un lugar para encontrar terapeutas",
    "providers_uncertified": "Este programa pide un certificado que este directorio no registra; "
    "pregunte al programa a quién paga",
    "providers_too_many": "Son demasiados programas a la vez para buscar terapeutas aquí; la "
    "búsqueda los encuentra",
    "providers_not_looked_for": "Se buscan terapeutas cuando la persona tiene el programa o puede "
    "tenerlo",
}

PROBLEMS: dict[str, str] = {
    "county_unknown": "no es un condado conocido{nearest}",
    "chapter_twice": "otra filial tiene el mismo id; dele otro a una de ellas",
    "chapter_without_contact": "debe tener un teléfono (phone), email, url o text con que "
    "comunicarse con la filial",
    "chapter_area_or_fallback": "debe tener un área (area) o fallback: true (para quien ninguna "
    "filial atiende), y no las dos cosas",
}
