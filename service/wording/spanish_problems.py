"""What is wrong with a parameter, and what errors say, in Spanish."""

PROBLEMS: dict[str, str] = {
    # one parameter by itself
    "not_a_parameter": "no es un parámetro; los que hay: {parameters}",
    "needed": "es necesario",
    "repeated": "debe darse una sola vez",
    "not_utf8": "debe ser texto en UTF-8",
    "unprintable": "debe tener de 1 a {most} caracteres imprimibles",
    "no_letter": "debe tener una letra latina o un dígito",
    "not_a_number": "debe ser un número simple mayor que 0, de {most:g} como máximo, con hasta "
    "seis decimales",
    "not_whole": "debe ser un número entero de 1 a {most}",
    "not_yes_no": "debe ser true o false",
    "not_among": "debe ser uno de estos: {choices}",
    "not_a_code": "no es un código del vocabulario (/api/v1/vocabulary){nearest}",
    "npi_digits": "debe tener diez dígitos",
    # in a body
    "not_text": "debe ser texto, entre comillas",
    "not_numeric": "debe ser un número, sin comillas",
    "not_a_list": "debe ser una lista, entre [corchetes]",
    "not_an_object": "debe ser un objeto, entre {{llaves}}",
    "not_a_member": "no es un miembro aquí; los que hay: {members}",
    "not_so_many": "debe tener de {least} a {most} elementos",
    "not_a_day": "debe ser un día como 2026-11-22",
    "not_a_moment": "debe ser un momento con su diferencia respecto a UTC, como "
    "2026-11-22T09:30:00-05:00",
    "not_json": "debe ser JSON (RFC 8259), con números finitos",
    "too_deep": "no debe tener más de {most} niveles",
    "not_a_zip": "debe ser un código postal (ZIP) de cinco dígitos",
    "code_mistyped": "está mal escrito: un código tiene ocho letras y cifras, y ninguna es 0, "
    "O, 1, I ni L",
    # places
    "zip_unknown": "no es un código postal (ZIP) que esté en el mapa{nearest}",
    "point_outside": "la latitud debe estar entre -90 y 90, y la longitud entre -180 y 180",
    "only_numbers": "parece un código postal o un punto; un código postal (ZIP) tiene cinco "
    "dígitos",
    "not_a_place": "debe ser un código postal (ZIP), una ciudad con su estado, o latitud,longitud "
    "como en 42.68,-73.85",
    "city_unknown": "no es una ciudad conocida{nearest}",
    "city_unknown_in": "no es una ciudad conocida en este estado ({state}){nearest}",
    "state_needed": "necesita un estado; lugares con este nombre: {places}",
    # beside other parameters
    "needed_with_radius": "es necesario con radius: indique alrededor de qué lugar",
    "needed_with_state": "debe ser true con patient_state, que se refiere a visitas por video",
    "needed_with_require": "es necesario con insurance_mode=require, o bien payer: indique cuál se "
    "exige",
    "needed_with_distance": "es necesario con sort=distance",
    "no_distance_by_video": "distance no va con telehealth=true: las visitas por video no tienen "
    "distancia",
    "no_distance_at_home": "distance no va con setting=home: la visita es en casa del paciente",
    "no_distance_unknown": "distance no va con las personas de quienes no se conoce la distancia",
    "needed_with_video": "es necesario con telehealth=true, o bien un lugar que esté en un estado",
    "not_in_use": "debe nombrar un filtro que use esta búsqueda; aquí: {filters}",
    "needed_with_unknown": "es necesario con este unknown, que debe nombrar un filtro que use la "
    "búsqueda",
    # reports of errors in a listing
    "no_markup": "debe ser texto sin formato, sin < ni >",
    "not_a_fact": "debe ser uno de estos datos: {choices}",
    "fact_with_code": "debe ser un dato, con su código si lo tiene: services.driving, phone",
    "fact_of_person": "debe omitirse: este dato es de la persona, no de un lugar",
    # derechos de un token
    "needed_with_role": "es necesario con el rol {role}",
    "only_with_role": "solo va con el rol {role}",
    "no_such_shortlist": "no es de ninguna lista guardada",
    "no_such_ot": "no es de nadie en este directorio",
    "no_such_location": "debe ser un lugar de este terapeuta: {choices}",
    "consent_needed": "debe ser true: la lista necesita el consentimiento del paciente",
    "key_of_another": "ya se envió con otro cuerpo; use una nueva para cada solicitud",
    "not_a_pdf": "debe ser un PDF",
    "not_a_birth_date": "debe ser un día entre 1900 y hoy",
    "in_the_past": "no debe haber pasado; una visita ya hecha se comunica con la acción visit",
    "only_clinicians_sign": "debe quedar fuera: firma un profesional clínico, al enviar",
    "named_before": "es de un terapeuta ya nombrado; a cada uno se le pregunta una sola vez",
    "not_a_phone": "debe ser un número de teléfono de 7 a 20 dígitos, como 518-555-0142 ext. 7",
    "not_an_email": "debe ser una dirección de correo como office@clinic.example, con letras ASCII "
    "antes de la @",
    "not_a_postal_code": "debe ser un código postal (ZIP) como 12203 o 12203-1234",
    "not_a_diagnosis": "debe ser un código CIE-10-MC (ICD-10-CM) como G35.A",
    "npi_check_digit": "debe tener diez dígitos, con el dígito de control correcto",
    "not_a_chapter": "debe tener letras minúsculas, dígitos y guiones",
    # cursors
    "all_need_visits": "no puede ser true: lo que se pide no se puede hacer por video ({services})",
    "too_many_words": "debe tener como máximo {most} palabras",
    "cursor_old": "es demasiado antiguo; empiece de nuevo sin él",
    "cursor_of_another": "es de otra búsqueda; deje iguales todos los demás parámetros",
    "cursor_damaged": "está dañado; copie `next` completo",
    # insurance
    "since_of_another": "pertenece a otro directorio; empiece de nuevo sin este parámetro",
    "since_old": "es anterior a lo que se guarda de las bajas; empiece de nuevo sin este parámetro",
    "medicaid_state": "necesita el estado: agregue un lugar, o nombre el estado junto con "
    "Medicaid, como en el ejemplo",
    "plan_is_an_insurers": "no va con ese plan, que es de una aseguradora; quite uno de los dos",
    "not_the_plans_payer": "no es la aseguradora de ese plan; quite payer",
    "require_unknown": "no puede ser require mientras no se conozca el seguro; quítelo",
}

TITLES: dict[str, str] = {
    "error": "Algo salió mal",
    "invalid-query": "La búsqueda no se puede responder tal como se pidió",
    "invalid-body": "La solicitud no se puede aceptar tal como se envió",
    "unreadable-body": "El cuerpo de la solicitud no se puede leer",
    "not-found": "No está en este directorio",
    "no-shortlist": "No hay ninguna lista con este código",
    "no-such-record": "No hay tal registro para usted",
    "conflict": "Esto no se puede hacer ahora",
    "illegal-move": "Su estado no lo permite",
    "duplicate-referral": "Ya hay una derivación igual abierta",
    "recipient-gone": "Este terapeuta ya no está en el directorio",
    "no-next-recipient": "No queda nadie en la lista",
    "asked-before": "A este terapeuta ya se le preguntó",
    "code-locked": "El código de un solo uso está bloqueado tras demasiados códigos equivocados",
    "no-consent": "El consentimiento del paciente no llega a tanto",
    "stale": "Cambió desde que se leyó",
    "version-needed": "Una acción debe decir para qué versión es",
    "too-large": "Se envió demasiado",
    "gone": "Ya no está en este directorio",
    "directory-unavailable": "En este momento no se puede acceder al directorio",
    "store-unavailable": "En este momento no se puede acceder a los registros",
    "wrong-key": "Las claves configuradas no abren estos registros",
    "erased": "Este registro se borró",
    "no-directory": "No hay ningún directorio que se pueda leer",
    "unauthenticated": "Esto necesita un token",
    "invalid-token": "Este token no es válido",
    "no-bearer": "No se puede leer el encabezado Authorization",
    "forbidden": "No le corresponde hacer esto",
    "too-many": "Demasiadas solicitudes",
    "issuer-unavailable": "En este momento no se puede acceder al servicio de inicio de sesión",
    "referrals-off": "Las derivaciones no están configuradas aquí",
    "unexpected": "Algo salió mal",
    "http-400": "Solicitud incorrecta",
    "http-404": "No encontrado",
    "http-405": "Método no permitido",
    "http-413": "La solicitud es demasiado grande",
    "http-414": "La dirección es demasiado larga",
    "http-415": "Tipo de contenido no admitido",
}

DETAILS: dict[str, str] = {
    "not-found": "Este NPI no está en este directorio.",
    "no-shortlist": "Se borró, o venció su plazo. Revise el código o haga una lista nueva.",
    "no-such-record": "Revise la dirección; no se muestran los registros de otro consultorio.",
    "illegal-move": "Lea la derivación de nuevo: `actions` dice qué se puede hacer ahora.",
    "duplicate-referral": "Siga con ella, o diga en allow_duplicate por qué hay otra.",
    "no-next-recipient": "Indique a quién se dirige.",
    "asked-before": "Rechazó o no respondió. Indique otro terapeuta, o diga en text por qué se le "
    "pregunta de nuevo.",
    "recipient-gone": "Elija otro; a quien se le preguntó todavía puede rechazar.",
    "code-locked": "Pida uno nuevo, con new: true, y dígaselo al terapeuta.",
    "no-consent": "Pregunte al paciente, anote su consentimiento e intente de nuevo.",
    "stale": "Léala de nuevo, mire qué cambió e intente otra vez con su nuevo ETag.",
    "version-needed": "Envíe el encabezado If-Match con el ETag de la derivación tal como la leyó.",
    "too-large": "Envíe menos: a lo sumo 20 documentos de 10 MB cada uno.",
    "directory-unavailable": "Intente de nuevo en unos segundos. Si sigue igual, avise a quien "
    "opera el servicio; su registro dice por qué.",
    "no-directory": "Quien opera el servicio crea uno con otmatch-index load; el registro dice qué "
    "está mal.",
    "store-unavailable": "Intente de nuevo en unos segundos. Si sigue igual, avise a quien opera "
    "el servicio; su registro dice por qué.",
    "unauthenticated": "Envíe el encabezado Authorization: Bearer, seguido de su token.",
    "invalid-token": "Es incorrecto, venció o fue revocado; pida uno nuevo a quien se lo dio.",
    "no-bearer": "Envíelo una sola vez: la palabra Bearer, un espacio y el token.",
    "forbidden": "Su token no da este derecho; pídalo a quien se lo dio.",
    "too-many": "Intente de nuevo después de los segundos que indica Retry-After.",
    "issuer-unavailable": "Intente de nuevo en medio minuto; su token no se pudo comprobar.",
    "referrals-off": "El directorio responde sin token. Quien opera el servicio activa las "
    "derivaciones con un almacén y sus claves.",
    "http-404": "No hay nada en esta dirección; /api/v1/docs muestra lo que hay.",
    "http-405": "Este método no es posible aquí; /api/v1/docs muestra los que lo son.",
    "http-413": "El cuerpo es más grande de lo que se acepta; envíe solo lo que muestra "
    "/api/v1/docs.",
    "http-415": "Envíe JSON, con Content-Type: application/json; un documento de una "
    "derivación, como PDF, con application/pdf.",
    "unexpected": "La culpa es nuestra, no suya. Intente de nuevo; si sigue igual, avise a quien "
    "opera el servicio.",
}
