"""What staff are told of the directory, in Spanish."""

SENTENCES: dict[str, str] = {
    # why a row of a roster matches nobody
    "roster_no-such-ot": "Ningún terapeuta con este NPI está en el directorio",
    "roster_left": "Este terapeuta salió del directorio",
    "roster_other-chapter": "Este terapeuta trabaja donde su filial no atiende",
    "roster_other-name": "El nombre no es el que otras fuentes dan para este NPI; revise ambos",
    "roster_repeated": "Este NPI ya aparece en una fila anterior",
}

# The page on which an OT confirms a listing.
PAGES: dict[str, str] = {
    "confirm_code_title": "Confirme sus datos",
    "confirm_intro": "Esta página es para el terapeuta ocupacional de una ficha, o para su "
    "consultorio. Para abrirla, escriba el código que llevamos al teléfono, fax o dirección de la "
    "ficha.",
    "confirm_approved": "El personal aprobó que esta ficha es suya. No hace falta un código.",
    "confirm_locked": "Hubo demasiados códigos equivocados. Llame a la oficina que le dio este "
    "enlace.",
    "confirm_code_hint": "8 cifras, como 1234 5678.",
    "confirm_number_intro": "Esta página es para el terapeuta ocupacional de una ficha, o su "
    "consultorio. Escriba el número y el código que le dimos por teléfono o que están en la carta.",
    "confirm_number_hint": "Empieza con c- y tiene 16 letras y cifras más.",
    "field_claim": "Número de la solicitud",
    "fault_no_such_claim": "nada espera con este número. Compárelo con la carta, o pregunte a "
    "quien le llamó.",
    "confirm_open": "Abrir la ficha",
    "confirm_title": "¿Son correctos sus datos?",
    "confirm_what": "Esto lo ven los pacientes con EM y sus médicos. Cambie lo que esté mal y diga "
    "lo que falte. Lo que deje abierto queda como desconocido.",
    "confirm_office": "Su consultorio en esta dirección",
    "confirm_patients": "Sus pacientes",
    "confirm_plans": "Seguros que acepta aquí",
    "confirm_offer_body": "Lo que usted ofrece: cuerpo y energía",
    "confirm_offer_days": "Lo que usted ofrece: vida diaria",
    "confirm_offer_home": "Lo que usted ofrece: en casa",
    "confirm_offer_out": "Lo que usted ofrece: fuera de casa",
    "confirm_rest": "Qué más mostramos",
    "confirm_folded": "Estas partes están plegadas. Cada una dice lo que mostramos ahora. "
    "Abra una solo para cambiarla. Lo que deje como estaba queda confirmado tal cual.",
    "confirm_nothing": "Todavía no se ha dicho nada.",
    "confirm_access": "Cómo entrar y moverse",
    "confirm_send": "Confirmar",
    "confirm_thanks": "Gracias. Sus respuestas están guardadas.",
    "confirm_thanks_what": "El directorio las muestra con la fecha de hoy. Puede cambiarlas abajo.",
    "confirm_left": "Nos dijo que ya no atiende a nadie en esta dirección.",
    "confirm_left_what": "El personal lo revisará y decidirá. Hasta entonces el directorio muestra "
    "este lugar como antes, con lo que usted dijo de él. ¿Fue un error? Responda «Sí» abajo y "
    "confirme.",
    "yes": "Sí",
    "no": "No",
    "not_said": "Sin decir",
    "field_here": "¿Sigue atendiendo en esta dirección?",
    "field_phone": "Teléfono para citas",
    "field_accepting": "¿Acepta pacientes nuevos aquí?",
    "field_wait": "Semanas hasta la primera visita",
    "field_home_visits": "¿Visita a pacientes en casa?",
    "field_adults": "¿Atiende a adultos?",
    "field_children": "¿Atiende a niños?",
    "field_services": "Lo que ofrece",
    "field_access": "Cómo entrar y moverse",
    "field_plans": "Seguros",
    "field_ages": "Edades",
    "fault_phone": "escriba un teléfono con su código de área, como 518-555-0142.",
    "fault_whole": "escriba un número entero de 0 a {most}.",
}

# What is printed to bring a code.
LETTERS: dict[str, str] = {
    "claim_title": "Confirme sus datos, por favor",
    "claim_footer": "Solicitud {claim}",
    "claim_why": "Los pacientes con esclerosis múltiple buscan terapeuta ocupacional en OTMatch, y "
    "usted figura allí. Mucho de lo que sabemos de usted es antiguo o no se sabe. Diga qué es "
    "correcto; lleva tres minutos.",
    "claim_step_page": "Escriba esta dirección en un navegador",
    "claim_step_code": "Escriba el número y el código",
    "claim_step_code_what": "El número es {claim}. El código está impreso abajo y prueba que la "
    "ficha es suya.",
    "claim_step_form": "Responda una página de preguntas",
    "claim_step_form_what": "Deje abierto lo que no quiera decir.",
    "claim_not_you": "Si esta ficha no es suya, tire esta carta: sin el código nadie puede "
    "cambiarla.",
    "call_title": "Hoja de llamadas",
    "call_footer": "Solo para el personal",
    "call_what": "Llame a cada número tal como figura aquí, y a ningún otro. Pida por el terapeuta "
    "o su consultorio y dígales que vayan a {page} y escriban el número y el código.",
    "call_name": "A quién",
    "call_phone": "Teléfono que figura",
    "call_number": "Número",
    "call_code": "Código",
}
