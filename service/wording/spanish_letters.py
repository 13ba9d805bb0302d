"""What is printed of a referral, in Spanish. What patients read is in plain words and short
sentences."""

LETTERS: dict[str, str] = {
    "decision_title": "Decisión sobre la ayuda con el costo",
    "decision_footer": "Caso {case}",
    "decision_for": "Para",
    "decision_program": "Programa",
    "decision_on": "Decidido el",
    "decision_recheck": "Lo revisaremos de nuevo el",
    "decision_eligible": "Usted puede recibir ayuda de este programa.",
    "decision_not_eligible": "Por ahora usted no puede recibir ayuda de este programa.",
    "decision_needs_information": "Aún no podemos decidir. Díganos, por favor, lo que se pregunta "
    "abajo.",
    "decision_indeterminate": "Ahora no podemos decidir, porque nuestra regla tiene un fallo. Lo "
    "corregiremos y le escribiremos de nuevo.",
    "decision_overridden": "El personal lo revisó y decidió esto, de otro modo que la regla.",
    "decision_why": "Lo que hemos mirado",
    "decision_missing": "Lo que necesitamos saber",
    "decision_next": "Qué hacer ahora",
    "decision_documents": "Qué tener a mano",
    # every document
    "page": "Página {page} de {pages}",
    "footer": "Derivación {referral}",
    "not_known": "No se sabe",
    "not_stated": "No se indicó",
    "not_sent": "Aún no se ha enviado",
    "npi": "NPI {npi}",
    "contact": "{name}, {phone}",
    "respelled": "Las letras entre [corchetes] están en lugar de otras que aquí no se pueden "
    "imprimir.",
    # the letter to the OT
    "letter_title": "Derivación a terapia ocupacional",
    "not_signed": "SIN FIRMAR",
    "not_signed_what": "Esto es un borrador. Será una orden cuando lo firme un clínico.",
    "patient": "Paciente",
    "born": "Nacimiento",
    "language": "Idioma",
    "interpreter": "Pregunte si hace falta un intérprete",
    "reached": "Teléfono, correo",
    "lives": "Vive en",
    "plan": "Plan de seguro",
    "member": "N.º de afiliado {id}",
    "priority": "Prioridad",
    "ordered": "Qué se ordena",
    "order": "Orden",
    "visits": "Visitas",
    "frequency": "Frecuencia",
    "ordered_by": "Preparada por",
    "services": "Se pide:",
    "goals": "Lo que el paciente quiere lograr",
    "burden": "Lo que la EM hace difícil",
    "reason": "Motivo y diagnósticos",
    "diagnosis": "{code}: {name}",
    "notes": "Precauciones y notas",
    "no_notes": "No se indicó ninguna. Si necesita saber más, pregunte al consultorio que deriva.",
    "attachments": "Se adjunta",
    "from_to": "De quién y para quién",
    "to": "Para",
    "from": "De",
    "by_phone": "Teléfono {number}",
    "by_fax": "Fax {number}",
    "sent": "Enviada",
    "reply": "Cómo responder",
    "square": "Cuadro que abre la página con la cámara de un teléfono",
    "reply_link": "Apunte la cámara de un teléfono al cuadro, para aceptar, rechazar u ofrecer un "
    "día. O abra esta dirección y escriba el número y el código. No necesita una cuenta.",
    "reply_call": "O llame a {contact}.",
    "reply_call_alone": "Llame a {contact}.",
    "signature": "Firma",
    "signed_by": "Firmada por",
    "signed_at": "Fecha de la firma",
    # the first page of a fax
    "cover_title": "Fax: derivación a terapia ocupacional",
    "to_fax": "Fax",
    "to_phone": "Teléfono",
    "from_phone": "Teléfono de quien envía",
    "from_fax": "Fax de quien envía",
    "pages": "Páginas en total",
    "number": "Derivación",
    "code": "Código de un solo uso",
    "confidential": "Información privada de salud",
    "confidential_what": "Las páginas que siguen hablan de la salud de una persona. Son para quien "
    "se nombra arriba y para nadie más. La ley las protege: no las lea, copie ni entregue a otros "
    "si no son para usted.",
    "wrong_desk": "¿No es para usted?",
    "wrong_desk_what": "Por favor, no siga leyendo. Llame a {contact}. Diga que le llegó la "
    "derivación {referral} y después triture todas las páginas.",
    # the patient's page
    "patient_title": "Su visita a un terapeuta ocupacional",
    "patient_no_language": "Todavía no tenemos esta página en {language}; por eso está en español.",
    "patient_intro": "{patient}: {requester} pidió a este terapeuta que le ayude.",
    "patient_therapist": "Terapeuta",
    "patient_place": "Lugar",
    "patient_phone": "Teléfono del terapeuta",
    "patient_next": "Qué pasa ahora",
    "patient_wait": "Espere una llamada.",
    "patient_wait_what": "El terapeuta le llamará para fijar un día. Por ahora no haga nada.",
    "patient_no_call": "¿Nadie llamó hasta el {date}?",
    "patient_call": "Entonces llame al {phone}. Diga: «Mi médico me envió con ustedes. ¿Cuándo "
    "puedo ir?».",
    "patient_call_office": "Entonces llame a {contact}. Diga: «Espero una llamada del terapeuta».",
    "patient_visit": "Vaya a su cita.",
    "patient_visit_what": "Lleve esta página, su tarjeta del seguro y la lista de sus medicinas.",
    "patient_status": "Vea cómo va",
    "patient_status_link": "Apunte la cámara de un teléfono al cuadro. O abra esta dirección y "
    "escriba el número. También le pedimos su fecha de nacimiento.",
    "patient_other": "¿Preguntas? ¿Quiere otro terapeuta?",
    "patient_other_what": "Llame a {contact}. Diga: «Quiero otro terapeuta». Siempre puede "
    "pedirlo.",
    # to whom a patient's data went
    "disclosures_title": "A quién se dio su información de salud",
    "disclosures_as_of": "Al {date}",
    "disclosures_until": "Hasta",
    "disclosures_none": "No se dio a nadie.",
    "disclosed_on": "Fecha",
    "disclosed_to": "A quién",
    "disclosed_what": "Qué",
    "disclosed_why": "Por qué",
    "disclosed_by": "Quién la dio",
}

PRIORITIES: dict[str, str] = {
    "routine": "Normal",
    "urgent": "Urgente",
    "asap": "Lo antes posible",
    "stat": "De inmediato",
}

DIAGNOSES: dict[str, str] = {
    "G35": "Esclerosis múltiple",
    "G35.A": "Esclerosis múltiple remitente-recurrente",
    "G35.B0": "Esclerosis múltiple primaria progresiva, sin indicar si está activa",
    "G35.B1": "Esclerosis múltiple primaria progresiva, activa",
    "G35.B2": "Esclerosis múltiple primaria progresiva, no activa",
    "G35.C0": "Esclerosis múltiple secundaria progresiva, sin indicar si está activa",
    "G35.C1": "Esclerosis múltiple secundaria progresiva, activa",
    "G35.C2": "Esclerosis múltiple secundaria progresiva, no activa",
    "G35.D": "Esclerosis múltiple, sin indicar la forma",
}

DISCLOSED: dict[str, str] = {
    "identity": "nombre y fecha de nacimiento",
    "contact": "cómo comunicarse con usted",
    "insurance": "seguro",
    "health": "salud y metas",
    "order": "lo que se ordenó",
    "attachments": "documentos adjuntos",
}

PURPOSES: dict[str, str] = {
    "treatment": "Su tratamiento",
    "payment": "El pago",
    "operations": "El funcionamiento del servicio",
    "your-request": "Usted lo pidió",
    "law": "La ley lo exige",
}
