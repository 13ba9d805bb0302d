"""Eligibility in Spanish: facts, their values and questions, what a criterion finds, what to do."""

FACTS: dict[str, str] = {
    "diagnosis": "Diagnóstico",
    "diagnosis_confirmed_by": "Diagnóstico confirmado por",
    "postal_code": "Código postal",
    "county": "Condado",
    "state": "Estado",
    "age": "Edad",
    "birth_date": "Fecha de nacimiento",
    "household_size": "Personas en el hogar",
    "household_income": "Ingresos anuales del hogar",
    "income_percent_of_poverty": "Ingresos como porcentaje de la guía federal de pobreza",
    "insurance_status": "Seguro médico",
    "plan_id": "Plan de seguro",
    "referral_in_hand": "Derivación del médico en mano",
    "veteran": "Veterano",
    "days_since_last_award": "Días desde la última ayuda",
    "requested": "Lo que se pide",
}

QUESTIONS: dict[str, str] = {
    "diagnosis": "¿Cuál es el diagnóstico?",
    "diagnosis_confirmed_by": "¿Quién confirmó el diagnóstico? Nadie todavía también es una "
    "respuesta.",
    "postal_code": "¿En qué código postal vive la persona?",
    "county": "¿En qué condado vive la persona?",
    "state": "¿En qué estado vive la persona?",
    "age": "¿Cuántos años tiene la persona?",
    "birth_date": "¿Cuándo nació la persona?",
    "household_size": "¿Cuántas personas viven en el hogar, contando a la persona?",
    "household_income": "¿Cuánto gana el hogar al año, antes de impuestos?",
    "income_percent_of_poverty": "¿Qué porcentaje de la guía federal de pobreza son los ingresos "
    "del hogar? Se calcula con el código postal, cuántas personas viven en el hogar y sus ingresos "
    "al año.",
    "insurance_status": "¿La persona tiene seguro, no tiene o tiene uno insuficiente, se agotó la "
    "cobertura o se negó el reclamo?",
    "plan_id": "¿Qué plan de seguro tiene la persona, si tiene alguno?",
    "referral_in_hand": "¿Tiene la persona una derivación médica para terapia ocupacional?",
    "veteran": "¿Es la persona veterana?",
    "days_since_last_award": "¿Hace cuántos días recibió la persona la última ayuda, si recibió "
    "alguna?",
    "requested": "¿Qué se pide?",
}

FACT_VALUES: dict[str, str] = {
    "diagnosis ms": "esclerosis múltiple",
    "diagnosis nmo": "neuromielitis óptica",
    "diagnosis adem": "encefalomielitis aguda diseminada",
    "diagnosis transverse-myelitis": "mielitis transversa",
    "diagnosis_confirmed_by physician": "un médico",
    "insurance_status insured": "con seguro",
    "insurance_status uninsured": "sin seguro",
    "insurance_status underinsured": "seguro insuficiente",
    "insurance_status benefit-exhausted": "cobertura agotada",
    "insurance_status claim-denied": "reclamo negado",
    "requested ot-visits": "visitas de terapia ocupacional",
}

DOCUMENTS: dict[str, str] = {
    "diagnosis-letter": "una carta que confirme el diagnóstico",
    "proof-of-income": "comprobante de ingresos",
    "proof-of-residence": "comprobante de domicilio",
    "denial-letter": "la carta de negación del seguro",
    "referral": "la derivación del médico",
}

BENEFITS: dict[str, str] = {
    "ot-visits": "visitas de terapia ocupacional",
    "equipment": "equipo",
    "home-modification": "adaptaciones de la vivienda",
    "transport": "transporte al tratamiento",
}

OUTCOMES: dict[str, str] = {
    "eligible": "Cumple los requisitos",
    "needs_information": "Falta información",
    "indeterminate": "No se puede decidir",
    "not_eligible": "No cumple los requisitos",
}

SENTENCES: dict[str, str] = {
    "criterion_yes": "{fact}: {value}. El programa pide {wanted}; se cumple",
    "criterion_no": "{fact}: {value}. El programa pide {wanted}; no se cumple",
    "criterion_unknown": "{fact}: todavía no se sabe. El programa pide {wanted}",
    "criterion_out_yes": "{fact}: {value}. El programa excluye {wanted}, y así es",
    "criterion_out_no": "{fact}: {value}. El programa excluye {wanted}, y no es así",
    "criterion_out_unknown": "{fact}: todavía no se sabe. El programa excluye {wanted}",
    "criterion_yes_untold": "{fact}: no se dijo, pero se deduce que es {wanted}; se cumple",
    "criterion_no_untold": "{fact}: no se dijo, pero no puede ser {wanted}; no se cumple",
    "criterion_out_yes_untold": "{fact}: no se dijo, pero se deduce que es {wanted}, lo que el "
    "programa excluye",
    "criterion_out_no_untold": "{fact}: no se dijo, pero no puede ser {wanted}, lo que el programa "
    "excluye",
    "criterion_failed": "{fact}: no se puede calcular, porque la guía de pobreza que tiene este "
    "servicio está dañada. El programa pide {wanted}",
    "area_yes": "{fact}: {value}. El programa se ofrece ahí",
    "area_no": "{fact}: {value}. El programa no se ofrece ahí, solo en {wanted}",
    "area_unknown": "No se sabe con exactitud dónde vive la persona. El programa se ofrece en "
    "{wanted}",
    "county_tentative": "El código postal está en {county}, o en parte; confirme el condado. "
    "{question}",
    "next_eligible_open": "Hay fondos. {apply}{documents}",
    "next_eligible_closed": "Por ahora no hay fondos; pregunte cuándo los habrá. {apply}"
    "{documents}",
    "next_eligible_waiting_list": "Hay una lista de espera; pida que le apunten. {apply}"
    "{documents}",
    "next_eligible_unknown": "Pregunte si hay fondos. {apply}{documents}",
    "next_needs_information": "Averigüe lo que falta y vuelva a consultar",
    "next_not_eligible": "Si cree que hay un error, o si algo cambió, pida una revisión. {apply}",
    "next_indeterminate": "La regla de este programa tiene un error que el personal debe corregir; "
    "no se ha decidido nada. Pregunte al programa. {apply}",
    "next_unreadable": "El archivo de este programa tiene un error que el personal debe corregir; "
    "no se ha decidido nada. Pregunte al programa",
    "review": "Cualquier persona puede pedir a {sponsor} que revise esta decisión. {apply}",
    "diff_member": "{name}: {old} -> {new}",
    "diff_eligible_now": "Ahora cumple, y antes no: {people}",
    "diff_not_eligible_now": "Ya no cumple: {people}",
    "diff_nobody": "La respuesta no cambia para nadie",
    "diff_more": "Hay más grupos, que no se enumeran",
    "diff_too_many": "Hay demasiados criterios para decir a quién le cambia la respuesta",
    "not_in_effect_yet": "Este programa comienza el {date}",
    "not_in_effect_over": "Este programa terminó el {date}",
}

PHRASES: dict[str, str] = {
    "rule_at_least": "{first} o más",
    "rule_at_most": "{first} o menos",
    "rule_between": "de {first} a {last}",
    "rule_over": "más de {first}",
    "rule_under": "menos de {first}",
    "rule_known": "que se sepa",
    "rule_not_known": "que no se sepa",
    "rule_more_places": "{count} más",
    "fact_none": "ninguno",
    "fact_follows": "se deduce de otros datos",
    "fact_percent": "{value} %",
    "diff_any": "cualquiera",
    "diff_both": "{} y {}",
    "diff_everybody": "todas las personas",
    "diff_place": "Lugar",
    "diff_elsewhere": "cualquier otro lugar",
    "diff_rest": "otro lugar de {state}",
    "diff_other": "cualquier otra cosa",
    "diff_told": "{fact}: se dijo",
    "diff_not_told": "{fact}: no se dijo",
    "apply_phone": "Llame al {phone}.",
    "apply_email": "Escriba a {email}.",
    "apply_url": "Consulte {url}.",
    "apply_ask": "Pregunte a {sponsor}.",
    "bring_documents": " Tenga a mano: {documents}.",
}
