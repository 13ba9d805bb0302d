"""The sentences of `english_explanations.py` in Spanish. The therapist is spoken of without a
gender."""

SENTENCES: dict[str, str] = {
    # filters on the person
    "gate_name_yes": "Se llama {name}",
    "gate_name_no": "Se llama {name}; la búsqueda pide {asked_name}",
    "gate_name_unknown": "No se sabe su nombre",
    "gate_specialty_yes": "Especialidad: {held}",
    "gate_specialty_no": "Especialidad: {held}; la búsqueda pide {asked}",
    "gate_specialty_unknown": "No se sabe su especialidad",
    "gate_language_yes": "Habla {held}",
    "gate_language_no": "Habla {held}; la búsqueda pide {asked}",
    "gate_language_unknown": "No se sabe qué idiomas habla",
    "gate_gender_yes": "Género: {held}",
    "gate_gender_no": "Género: {held}; la búsqueda pide {asked}",
    "gate_gender_unknown": "No se sabe su género",
    "gate_credential_yes": "Tiene el certificado {credential}, válido hasta {until}",
    "gate_credential_no": "No consta que tenga el certificado {asked}",
    "gate_credential_unknown": "Dice tener el certificado {credential}; nadie lo ha verificado "
    "todavía",
    "gate_credential_lapsed": "Tenía el certificado {credential}, que fue válido hasta {until}",
    "gate_telehealth_yes": "Ofrece visitas por video",
    "gate_telehealth_no": "No ofrece visitas por video",
    "gate_telehealth_unknown": "No se sabe si ofrece visitas por video; pregunte en el consultorio",
    "gate_patient_state_yes": "Tiene licencia en {state}",
    "gate_patient_state_privilege": "Puede ejercer en {state} por un privilegio del acuerdo entre "
    "estados",
    "gate_patient_state_no": "Tiene licencia en {held}; no consta que la tenga en {state}",
    "gate_patient_state_unknown": "No se sabe dónde tiene licencia",
    "gate_home_yes": "Hace visitas a domicilio",
    "gate_home_no": "No hace visitas a domicilio",
    "gate_home_unknown": "No se sabe si hace visitas a domicilio; pregunte en el consultorio",
    # filters on a location
    "gate_near": "{way}; el radio es de {miles}",
    "way_to_area": "A {about} de la zona indicada para visitas a domicilio",
    "way_in_area": "En la zona indicada para visitas a domicilio",
    "gate_near_elsewhere": "Este consultorio está en {held}, no en {asked}; no se sabe dónde "
    "exactamente",
    "gate_near_abroad": "Este consultorio está fuera de los Estados Unidos",
    "gate_setting_yes": "Tipo de lugar: {held}",
    "gate_setting_no": "Tipo de lugar: {held}; la búsqueda pide {asked}",
    "gate_setting_unknown": "No se sabe qué tipo de lugar es este consultorio",
    "gate_program_yes": "Acepta pacientes del programa {program}{confirm}",
    "gate_program_no": "No acepta pacientes del programa {program}{confirm}",
    "gate_program_unknown": "No se sabe si acepta pacientes del programa {asked}; pregunte en el "
    "consultorio",
    "gate_access_yes": "Tiene: {names}",
    "gate_access_no": "No tiene: {names}",
    "gate_access_unknown": "No se sabe: {names}",
    "gate_turned": "{fact}. Esta búsqueda muestra solo a quienes no se les conoce este dato",
    # the whole
    "in_results": "Está en los resultados: lugar {place} de {count}.",
    "in_results_later": "Está en los resultados, después de los primeros {count}.",
    "not_in_results": "No está en los resultados. {facts}.",
    "no_location_meets_all": "Cada filtro se cumple en algún consultorio, pero ninguno los cumple "
    "todos",
    "at_closest_location": "En el consultorio que más se acerca, {at}: {facts}",
    "known_elsewhere": "Cumple todos los filtros; aparece en la misma búsqueda sin `unknown`",
    "no_address": "dirección desconocida",
    "no_location": "no se conoce ningún consultorio",
    # who stands before
    "ahead_by": "Está antes por: {signals}",
    "ahead_equal": "Está en igualdad; entre iguales decide un orden justo, que cambia con el día "
    "del directorio",
    # who could stand in
    "similar_near": "Terapeutas a {miles} o menos de {place}.",
    "similar_by_video": "Ningún consultorio de esta persona está en el mapa; estas personas "
    "atienden por video en {state}.",
    "similar_nowhere": "Ningún consultorio de esta persona está en el mapa y no se sabe que haga "
    "visitas por video, así que no se puede nombrar a nadie cerca. Busque mejor con `near`.",
    "similar_services_yes": "En orden según los servicios que ofrece esta persona.",
    "similar_services_likely": "En orden según los servicios que esta persona probablemente "
    "ofrece.",
    "similar_services_unknown": "No se sabe qué ofrece esta persona, y eso no cuenta.",
}
