"""What is known beforehand of who pays, in Spanish. Facts are told with their source after them."""

SENTENCES: dict[str, str] = {
    "coverage_status_covered": "Está cubierta, hasta donde se sabe aquí",
    "coverage_status_covered_in_hand": "Está cubierta con la derivación que ya tiene, hasta donde "
    "se sabe aquí",
    "coverage_status_covered_with_referral": "Está cubierta cuando un médico deriva al paciente",
    "coverage_status_referral_likely": "Está cubierta; no se sabe si hace falta una derivación "
    "médica, pero la mayoría de los planes la piden",
    "coverage_status_prior_authorization": "El seguro debe aprobar la atención antes de la primera "
    "visita",
    "coverage_status_not_covered": "Este seguro no cubre la terapia ocupacional ambulatoria",
    "coverage_status_unknown": "Aquí no se sabe si este seguro cubre la terapia ocupacional; "
    "pregúntele",
    "coverage_status_self_pay": "Paga el paciente; pregunte el precio en cada consultorio",
    "coverage_status_not_asked": "No se indicó ningún seguro",
    "coverage_status_as_of": "{status} (según las reglas al {date})",
    "coverage_not_asked": "Indique el plan o la aseguradora, y aquí se dirá lo que se sepa",
    "coverage_unknown": "Aquí no se sabe qué cubre este seguro de la terapia ocupacional: pregunte "
    "si limita las visitas, si la fisioterapia cuenta para ese límite y cuánto paga el paciente",
    "coverage_referral": "La mayoría de los planes pagan la terapia ocupacional solo con una "
    "derivación médica; aquí no se sabe si este la pide, así que envíe una derivación o pregunte "
    "al plan",
    "coverage_approval": "Aquí no se sabe si hace falta una autorización previa: pregunte al plan "
    "antes de la primera visita",
    "coverage_plan_of_care": "El terapeuta escribe un plan de atención y un médico debe "
    "certificarlo; envíe la derivación y esté pendiente del plan",
    "coverage_self_pay": "Quien paga por su cuenta no necesita derivación ni aprobación de una "
    "aseguradora; sigue vigente lo que pida la ley del estado",
    "coverage_medicaid_plan": "Un plan de salud de Medicaid puede pedir la aprobación de otra "
    "manera que el propio estado: pregunte al que figura en la tarjeta",
    "coverage_as_of": "Parte de esto viene de un texto anterior de su fuente, y aquí nadie ha "
    "visto que siga vigente: pregunte antes de confiar en ello",
    "fact_covered_yes": "La terapia ocupacional ambulatoria está cubierta",
    "fact_covered_no": "La terapia ocupacional ambulatoria no está cubierta",
    "fact_referral_needed_yes": "Un médico, u otro profesional autorizado, debe indicar la terapia",
    "fact_referral_needed_no": "No se exige una derivación para que esté cubierta",
    "fact_prior_authorization_yes": "El seguro debe aprobar la atención de antemano",
    "fact_prior_authorization_no": "No hace falta una aprobación previa",
    "fact_plan_of_care_yes": "Hace falta un plan de atención que un médico certifique",
    "fact_plan_of_care_no": "No se pide un plan de atención",
    "fact_limited_yes": "El número de visitas está limitado",
    "fact_limited_no": "El número de visitas médicamente necesarias no está limitado",
    "fact_by_video_yes": "La terapia ocupacional por video se paga",
    "fact_by_video_no": "La terapia ocupacional por video no se paga",
    "fact_counted_with_physical_therapy_yes": "Las visitas de fisioterapia cuentan para el límite",
    "fact_counted_with_physical_therapy_no": "Las visitas de fisioterapia no cuentan para el "
    "límite",
    "fact_visits_per_year": "Se cubren {amount} visitas al año como máximo",
    "fact_visits_before_approval": "Después de {amount} visitas, el seguro debe aprobar más",
    "fact_copay_dollars": "El paciente paga ${amount} por visita",
    "fact_coinsurance_percent": "El paciente paga el {amount}% del precio",
    "fact_sourced": "{fact} ({source}; vigente desde el {date})",
    "fact_sourced_as_of": "{fact} ({source}; según su texto al {date})",
    "ask_covered": "¿Mi plan cubre la terapia ocupacional ambulatoria para la esclerosis múltiple?",
    "ask_referral_needed": "¿Necesito antes una derivación médica, y de qué médico?",
    "ask_prior_authorization": "¿Deben aprobar las visitas antes de la primera? ¿Quién lo pide?",
    "ask_limited": "¿Cuántas visitas cubren al año, y cuenta la fisioterapia para ese número?",
    "ask_cost": "¿Cuánto pago por cada visita, y ya alcancé mi deducible?",
    "ask_by_video": "¿Pagan la terapia ocupacional por video?",
    "direct_access_up_to": "En {state}, un terapeuta con suficientes años de práctica puede tratar "
    "sin derivación hasta {visits} visitas o {days} días, lo que ocurra primero (vigente desde el "
    "{date}); las aseguradoras casi siempre la piden de todos modos",
    "direct_access_while_better": "En {state}, un terapeuta puede evaluar y tratar sin derivación, "
    "y la necesita para continuar si {visits} visitas o {days} días no trajeron progreso (vigente "
    "desde el {date}); las aseguradoras casi siempre la piden de todos modos",
    "direct_access_business_days": "En {state}, un terapeuta puede evaluar y tratar sin "
    "derivación, y deriva al paciente a un médico si {visits} visitas o {days} días hábiles no "
    "trajeron progreso (vigente desde el {date}); las aseguradoras casi siempre la piden de todos "
    "modos",
}

WHOM: dict[str, str] = {
    "medicare": "Medicare, 1-800-633-4227",
    "medicaid": "La oficina de Medicaid del estado, o el plan de salud que figura en la tarjeta",
    "military": "El contratista de TRICARE de la región",
    "veterans": "La oficina de atención comunitaria del centro médico de VA",
    "commercial": "El número para miembros que figura al dorso de la tarjeta del seguro",
}

PROBLEMS: dict[str, str] = {
    "coverage_of_nobody": "debe indicar planes (plans), seguros (payers) o tipos de seguro (kinds)",
    "coverage_without_facts": "debe tener uno o más hechos",
}

STATUSES: dict[str, str] = {
    "covered": "Cubierta",
    "covered_with_referral": "Cubierta cuando un médico deriva al paciente",
    "prior_authorization": "El seguro debe aprobarla antes",
    "not_covered": "No cubierta",
    "unknown": "No se sabe",
    "self_pay": "Paga el paciente",
    "not_asked": "Sin seguro indicado",
}
