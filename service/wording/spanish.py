"""Every sentence of an answer in Spanish, as patients in the US speak it; `english.py` says what
the placeholders are. The therapist is spoken of without a gender."""

SENTENCES: dict[str, str] = {
    # distance
    "distance": "A {about} de distancia",
    "distance_exact": "A {miles} de distancia",
    "distance_unknown": "No se sabe dónde queda este consultorio",
    "comes_to_you": "Va a su casa",
    "outside_home_area": "Hace visitas a domicilio; usted está a {about} de su zona habitual",
    "not_in_home_area": "Hace visitas a domicilio, pero en otras zonas; el consultorio está a "
    "{about}",
    "home_visits": "Hace visitas a domicilio; el consultorio está a {about}",
    "home_visits_unknown": "No se sabe si hace visitas a domicilio; pregunte en el consultorio",
    # services
    "services_yes": "Ofrece {names}",
    "services_likely": "Probablemente ofrece {names}",
    "services_unknown": "No se sabe si ofrece {names}",
    "services_no": "No ofrece {names}",
    # MS expertise
    "mscs": "Especialista en esclerosis múltiple con certificación (MSCS) válida hasta {until}",
    "mscs_claimed": "Dice tener un certificado en esclerosis múltiple (MSCS) que nadie ha "
    "verificado todavía",
    "mscs_lapsed": "Su certificado en esclerosis múltiple (MSCS) fue válido hasta {until}",
    "ms_center": "Trabaja en un centro de esclerosis múltiple: {center}{recognised}",
    "related_credential": "Tiene el certificado {credential}, cercano a la esclerosis múltiple",
    "related_specialty": "Especialidad cercana a la esclerosis múltiple: {taxonomy}",
    "useful_credential": "Tiene el certificado {credential}, útil en la esclerosis múltiple",
    "useful_specialty": "Especialidad útil en la esclerosis múltiple: {taxonomy}",
    "other_specialty": "Especialidad: {taxonomy}; no se sabe si tiene experiencia con la "
    "esclerosis múltiple",
    "general_specialty": "Terapeuta ocupacional general; no se sabe si tiene experiencia con la "
    "esclerosis múltiple",
    "expertise_unknown": "No se sabe si tiene experiencia con la esclerosis múltiple",
    # insurance: as of a day, as of a day long ago, and as of no known day
    "in_network": "{who} incluye este consultorio ({tier}verificado el {date})",
    "in_network_stale": "{who} incluía este consultorio ({tier}{date}); confirme con el "
    "consultorio",
    "in_network_undated": "{who} incluye este consultorio ({tier}fecha desconocida; confirme con "
    "el consultorio)",
    "says_taken": "Acepta su plan, según dice el terapeuta (dicho el {date})",
    "says_taken_stale": "Aceptaba su plan, según dijo el terapeuta ({date}); confirme con el "
    "consultorio",
    "says_taken_undated": "Acepta su plan, según dice el terapeuta (fecha desconocida; confirme "
    "con el consultorio)",
    "accepts_payer": "Acepta {payer} (verificado el {date}); pregunte por su plan",
    "accepts_payer_stale": "Aceptaba {payer} ({date}); confirme con el consultorio",
    "accepts_payer_undated": "Acepta {payer} (fecha desconocida; confirme con el consultorio)",
    "accepts_program": "Acepta {payer} (verificado el {date})",
    "accepts_program_stale": "Aceptaba {payer} ({date}); confirme con el consultorio",
    "accepts_program_undated": "Acepta {payer} (fecha desconocida; confirme con el consultorio)",
    "assigned": "Acepta el monto aprobado por {payer} como pago total (verificado el {date})",
    "assigned_stale": "Aceptaba el monto aprobado por {payer} como pago total ({date}); confirme "
    "con el consultorio",
    "assigned_undated": "Acepta el monto aprobado por {payer} como pago total (fecha desconocida; "
    "confirme con el consultorio)",
    "may_bill_more": "Acepta {payer}, pero puede cobrar más que el monto aprobado; pregunte "
    "(verificado el {date})",
    "may_bill_more_stale": "Aceptaba {payer}, pero podía cobrar más que el monto aprobado "
    "({date}); pregunte en el consultorio",
    "may_bill_more_undated": "Acepta {payer}, pero puede cobrar más que el monto aprobado (fecha "
    "desconocida; pregunte en el consultorio)",
    "medicaid_number": "Tiene registrado un número de {payer}; confirme con el consultorio que lo "
    "acepta",
    "self_pay_taken": "Atiende a pacientes que pagan por su cuenta (verificado el {date}); "
    "pregunte el precio",
    "self_pay_taken_stale": "Atendía a pacientes que pagan por su cuenta ({date}); confirme con el "
    "consultorio",
    "self_pay_taken_undated": "Atiende a pacientes que pagan por su cuenta (fecha desconocida; "
    "confirme con el consultorio)",
    "self_pay_refused": "No atiende a pacientes que pagan por su cuenta (verificado el {date})",
    "self_pay_refused_stale": "No atendía a pacientes que pagan por su cuenta ({date}); pregunte "
    "en el consultorio",
    "self_pay_refused_undated": "No atiende a pacientes que pagan por su cuenta (fecha "
    "desconocida; pregunte en el consultorio)",
    "self_pay_unknown": "No se sabe si usted puede pagar por su cuenta; pregunte el precio en el "
    "consultorio",
    "not_accepted": "No acepta {payer} (verificado el {date})",
    "not_accepted_stale": "No aceptaba {payer} ({date}); pregunte en el consultorio",
    "not_accepted_undated": "No acepta {payer} (fecha desconocida; pregunte en el consultorio)",
    "out_of_network": "Fuera de la red de su plan (verificado el {date})",
    "out_of_network_stale": "Estaba fuera de la red de su plan ({date}); pregunte en el "
    "consultorio",
    "out_of_network_undated": "Fuera de la red de su plan (fecha desconocida; pregunte en el "
    "consultorio)",
    "listed_out_of_network": "Su plan indica que este consultorio está fuera de la red "
    "(verificado el {date})",
    "listed_out_of_network_stale": "Su plan indicaba que este consultorio estaba fuera de la red "
    "({date}); pregunte en el consultorio",
    "listed_out_of_network_undated": "Su plan indica que este consultorio está fuera de la red "
    "(fecha desconocida; pregunte en el consultorio)",
    "self_pay_only": "No acepta seguros; usted paga por su cuenta (verificado el {date})",
    "self_pay_only_stale": "No aceptaba seguros ({date}); pregunte en el consultorio",
    "self_pay_only_undated": "No acepta seguros; usted paga por su cuenta (fecha desconocida; "
    "confirme con el consultorio)",
    "unknown": "No se sabe si acepta su plan; pregunte en el consultorio",
    "payer_unknown": "No se sabe si acepta {payer}; pregunte en el consultorio",
    # availability
    "accepting_newpt": "Acepta pacientes nuevos{wait}{confirm}",
    "accepting_nopt": "No acepta pacientes por ahora{confirm}",
    "accepting_existptonly": "Atiende solo a quienes ya son sus pacientes{confirm}",
    "accepting_existptfam": "Atiende solo a quienes ya son sus pacientes y a sus familias{confirm}",
    "accepting_unknown": "No se sabe si acepta pacientes nuevos",
    # ages
    "adults_yes": "Atiende a personas adultas",
    "adults_unknown": "No se indica si atiende a personas adultas; la mayoría sí lo hace",
    "adults_unlikely": "Parece que atiende a menores; pregunte si también atiende a personas "
    "adultas",
    "adults_no": "Atiende a menores, no a personas adultas",
    # why a source's word counts, and what another says
    "because_only": "La única fuente que lo dice",
    "because_precedence": "De varias fuentes, la que mejor lo sabe",
    "because_newest": "De varias fuentes, la más reciente",
    "because_together": "Lo que dicen varias fuentes en conjunto",
    "because_address": "Se deduce de la dirección; nadie lo dice de esta persona",
    "conflict": "{what}: otra fuente dice {value} ({source}, {date})",
    "conflict_both": "{what}: se muestra {counts} ({counts_source}, {counts_date}); otra fuente "
    "dice {value} ({source}, {date})",
    # facts older than their budget
    "overdue": "{what}: puede no estar al día ({date}); confirme con el consultorio",
    # facts that a referral contradicted
    "doubted": "una derivación del {date} encontró otra cosa; confirme con el consultorio",
    # notes
    "video_has_no_radius": "La distancia no limita las visitas por video; no se usa el radio.",
    "plan_not_in_directory": "Ninguna fuente menciona este plan; no se sabe si lo aceptan.",
    "plan_is_payer": "Lo que usted dio como plan es una aseguradora; se busca esa aseguradora.",
    "by_its_insurer": "Ninguna fuente nombra este plan; se muestra lo que se sabe de su "
    "aseguradora.",
    "payer_not_in_directory": "Ninguna fuente menciona esta aseguradora; pregunte en el "
    "consultorio.",
    "payer_not_stated": "Ningún consultorio de este directorio ha dicho todavía si acepta este "
    "seguro; pregunte en el consultorio.",
    "program_not_stated": "Ningún consultorio de este directorio ha dicho todavía si acepta el "
    "programa {program}; pregunte en el consultorio.",
    "medicare_advantage": "Medicare Advantage lo ofrecen aseguradoras privadas; busque la que "
    "aparece en su tarjeta.",
    "self_pay": "La mayoría de los consultorios puede decirle su precio si usted paga por su "
    "cuenta.",
    "insurance_not_asked": "El seguro no cuenta en esta búsqueda porque no se conoce; pregunte en "
    "cada consultorio qué acepta.",
    # what can be done by video
    "needs_visit": "{service} no se puede hacer por video. {video_reason}",
    "partly_by_video": "{service} se puede hacer en parte por video. {video_reason}",
    # ways on
    "step_radius": "Buscar a {miles} a la redonda",
    "step_video": "Visitas por video con terapeutas que pueden atender en {state}",
    "step_anywhere": "Este nombre en todo el país",
    "step_any_location": "Visitas por video, dondequiera que trabaje el terapeuta",
    "step_any_specialty": "Terapeutas de cualquier especialidad",
    # people left out
    "never_here": "No está en este directorio: {reason}{since}{replaced}",
    "departed": "Salió de este directorio el {date}: {reason}{since}{replaced}",
    "left_out_unknown": "{count} más sin mostrar: no se sabe {what}",
}

PHRASES: dict[str, str] = {
    "mile": "{count} milla",
    "miles": "{count} millas",
    "about_mile": "cerca de {count} milla",
    "about_miles": "unas {count} millas",
    "under_a_mile": "menos de una milla",
    "no_wait": "; sin espera",
    "wait_week": "; espera de aproximadamente {count} semana",
    "wait_weeks": "; espera de aproximadamente {count} semanas",
    "why": "esta persona {parts}",
    "why_services_few": "ofrece {names}",
    "why_services_all": "ofrece los {total} tipos de ayuda que convienen",
    "why_services_some": "ofrece {count} de los {total} tipos de ayuda que convienen",
    "why_mscs": "tiene un certificado en EM",
    "why_ms_center": "trabaja en un centro de EM",
    "why_related_credential": "tiene un certificado en un campo cercano a la EM",
    "why_related_specialty": "trabaja con enfermedades de los nervios y del cerebro",
    "why_in_network": "figura en la lista de {who}",
    "why_in_network_stale": "figuraba en la lista de {who}",
    "why_taken": "acepta {payer}",
    "why_taken_stale": "aceptaba {payer}",
    "why_medicaid_number": "tiene un número de {payer}",
    "why_self_pay": "atiende a pacientes que pagan por su cuenta",
    "why_self_pay_stale": "atendía a pacientes que pagan por su cuenta",
    "why_availability": "acepta pacientes nuevos",
    "why_availability_stale": "aceptaba pacientes nuevos",
    "confirm_dated": " ({date}; confirme con el consultorio)",
    "confirm": " (fecha desconocida; confirme con el consultorio)",
    "no_date": "fecha desconocida",
    "since": " (según datos del {date})",
    "replaced_by": "; el NPI nuevo es {npi}",
    "no_source": "fuente desconocida",
    "zip_middle": "el centro del código postal",
    "until": "el {date}",
    "no_end": "una fecha desconocida",
    "your_plan": "su plan",
    "your_insurer": "su aseguradora",
    "your_insurance": "su seguro",
    "tier": "nivel de la red: {tier}; ",
    "recognised_by": "reconocido por {name}",
    "checked_on": "verificado el {date}",
    "home_visits_made": "si hacen visitas a domicilio",
    "nearest": "; lo más parecido: {names}",
    "repeatable": "Se puede repetir.",
    "near_place": "Cerca de {place}",
    "point_given": "El punto indicado",
}
