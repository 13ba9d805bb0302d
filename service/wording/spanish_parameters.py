"""What every query parameter is for, in Spanish, and the names of the choices that some offer."""

from service.directory.query import DEFAULT_LIMIT, DEFAULT_RADIUS_MILES

PARAMETERS: dict[str, str] = {
    "lang": "El idioma de la respuesta; si falta, el del encabezado Accept-Language.",
    "near": 'Dónde está el paciente: un código postal (ZIP), "Ciudad, ST" o latitud,longitud. Solo '
    "aparecen consultorios dentro de `radius`; los más cercanos van primero.",
    "radius": f"Millas alrededor de `near`; {DEFAULT_RADIUS_MILES:g} si falta.",
    "name": "Solo terapeutas con este nombre: sus palabras en cualquier orden, empezadas o casi "
    "bien escritas; sin lugar se busca en todo el país.",
    "need": "Lo que cuesta hacer: una actividad o un síntoma.",
    "service": "Un servicio que se busca.",
    "specialty": "Solo estas especialidades (taxonomías NUCC).",
    "credential": "Solo quienes tienen este certificado, vigente en el día.",
    "plan": "El plan del paciente, por su identificador; si solo se conoce lo que dice la tarjeta, "
    "escriba eso.",
    "payer": "La aseguradora del paciente, por cualquiera de sus nombres o por su código (payers "
    "en /vocabulary); Medicaid es el del estado del paciente; self-pay (por su cuenta) y unknown "
    "(no lo sé) también son respuestas.",
    "insurance_mode": "prefer ordena según el plan o la aseguradora; require además filtra.",
    "program": "Solo consultorios que aceptan pacientes de este programa que ayuda con el costo, "
    "por su id.",
    "accepting": "true: solo consultorios que aceptan pacientes nuevos.",
    "access": "Solo los lugares de los que esto se sabe; si son varios, todos.",
    "telehealth": "true: solo visitas por video, de quienes pueden atender en `patient_state`.",
    "patient_state": "Dónde está el paciente durante la visita por video; si falta, el estado de "
    "`near`.",
    "setting": "Solo este tipo de lugar; home significa visitas a la casa del paciente.",
    "language": "Solo terapeutas que hablan este idioma (ISO 639-1).",
    "gender": "Solo terapeutas de este género.",
    "unknown": "Muestra a quienes este filtro, que debe estar en uso, deja fuera por falta de un "
    "dato.",
    "sort": "best (mejor primero) o distance (más cerca primero).",
    "limit": f"Resultados por página; {DEFAULT_LIMIT} si falta.",
    "cursor": "El valor `next` de la página anterior, con los demás parámetros iguales; first es "
    "la primera página.",
}

MODES: dict[str, str] = {
    "prefer": "Primero quienes aceptan el plan",
    "require": "Solo quienes aceptan el plan",
}

SORTS: dict[str, str] = {"best": "Mejor resultado primero", "distance": "Más cerca primero"}

ROLES: dict[str, str] = {
    "filter": "Decide quién aparece",
    "signal": "Decide quién va primero",
    "order": "Elige el orden",
    "page": "Elige la parte de la respuesta",
    "language": "Elige el idioma",
}
