"""Words of the pages for who signed in, in Spanish."""

WORK: dict[str, str] = {
    # signing in and out
    "nav_/sign-in": "Iniciar sesión (para profesionales)",
    "sign_in_title": "Iniciar sesión",
    "sign_in_intro": "Para médicos, terapeutas, personal de las filiales y administradores. Los "
    "pacientes no necesitan una cuenta.",
    "sign_in_for_whom": "¿Busca un terapeuta para usted o para otra persona?",
    "sign_in_others": "Buscar sin iniciar sesión",
    "sign_in_go": "Iniciar sesión",
    "sign_in_lasts": "Una cookie mantiene su sesión. No guarda nada sobre usted ni sobre un "
    "paciente.",
    "sign_in_out": "Usted salió.",
    "sign_in_kept": "Su sesión se cerró antes de que llegara su formulario. Se guarda por una "
    "hora. Inicie la sesión como antes, y volverá para que lo revise y lo envíe.",
    "field_token": "Token de la API",
    "token_hint": "Empieza con otm_. Se lo da su administrador.",
    "fault_token": "este token no es válido. Péguelo completo, o pida uno nuevo.",
    "signed_in_as": "Sesión de",
    "signed_in_nameless": "alguien cuyo nombre no se indica",
    "of_organization": "organización {npi}",
    "role_admin": "administrador",
    "role_clinician": "clínico",
    "role_ot": "terapeuta ocupacional",
    "role_staff": "personal",
    "sign_out": "Cerrar sesión",
    "sign_out_everywhere": "Cerrar sesión en todos los dispositivos",
    "sign_in_issuer": "Iniciar sesión con su organización",
    "sign_in_issuer_out": "En una computadora que usan otros, cierre también la sesión de su "
    "organización.",
    "sign_in_or": "O con un token de la API",
    "sign_in_again": "Iniciar sesión otra vez",
    "issuer_attempt": "No se pudo iniciar la sesión",
    "issuer_attempt_what": "Se detuvo, tardó demasiado, o empezó en otra ventana. Nadie inició una "
    "sesión. Vuelva a intentarlo.",
    "issuer_silent": "La página de su organización no responde",
    "issuer_silent_what": "Nadie inició una sesión. Inténtelo de nuevo en unos minutos.",
    "issuer_unmapped": "Usted todavía no tiene un papel aquí",
    "issuer_unmapped_what": "Su organización lo conoce, pero nadie dijo aquí qué puede "
    "hacer, o para qué lugar. Pida una función a su administrador.",
    # how long
    "session_until": "Su sesión dura hasta",
    "session_how": "Cada página que abre le da más tiempo. Si la sesión se cierra mientras "
    "escribe, envíe su formulario de todos modos: se guarda para usted.",
    "session_soon": "Su sesión se cerrará en menos de 5 minutos.",
    "session_stay": "Seguir en la sesión",
    "session_last": "Su sesión se cerrará en menos de 5 minutos, como la de todos una vez al día. "
    "Si aún escribe, envíe su formulario de todos modos: se guarda para usted.",
    "session_over": "Su sesión se cerró. Lo que escribió sigue aquí. Envíelo: se le pedirá iniciar "
    "la sesión, y volverá para que lo revise.",
    "notice_kept": "Su formulario está de vuelta. Aún no se envió nada. Revíselo, elija otra vez "
    "los archivos, y envíelo.",
    # where one may go
    "nav_/home": "Mi trabajo",
    "nav_/referrals": "Derivaciones",
    "nav_/referrals/new": "Nueva derivación",
    "nav_/workbench": "Requisitos",
    "nav_/cases": "Casos",
    "nav_/queue": "Pendientes del directorio",
    "nav_/overdue": "Atrasados",
    "nav_/roster": "Lista de certificados MSCS",
    "nav_/quality": "Calidad de los datos",
    "nav_/imports": "Importaciones",
    "nav_/listing": "Mi ficha",
    "place_/referrals": "En qué punto está cada derivación, y qué puede hacer ahora.",
    "place_/referrals/new": "Encuentre el terapeuta adecuado para un paciente, y envíe la "
    "derivación.",
    "place_/workbench": "Qué programas puede recibir una persona, por qué, y qué falta preguntar.",
    "place_/cases": "Las decisiones registradas, y las ayudas que se dieron con ellas.",
    "place_/queue": "Avisos y solicitudes sobre fichas que esperan una decisión.",
    "place_/overdue": "Datos de fichas que nadie ha confirmado desde hace demasiado tiempo.",
    "place_/roster": "Suba una lista, vea qué cambiaría, y aplíquela.",
    "place_/quality": "Cuánto se sabe de los terapeutas, y dónde.",
    "place_/imports": "Qué se cargó, cuándo, y qué se rechazó.",
    "place_/listing": "Vea lo que el directorio dice de usted, y confírmelo o corríjalo.",
    "home_nothing": "Todavía no hay nada que hacer aquí.",
    "waiting_one": "{count} espera",
    "waiting_more": "{count} esperan",
    # errors
    "work_403": "Esto no le corresponde",
    "work_403_what": "Su cuenta no le da este derecho. No se hizo nada. Consulte a su "
    "administrador si lo necesita.",
    "other_person": "Aquí entró otra persona",
    "other_person_what": "Este formulario lo llenó una persona distinta de {name}, que está dentro "
    "ahora. No se envió nada.",
    "other_person_kept": "Se guarda una hora para quien lo llenó, y no se muestra a nadie más. ¿Es "
    "usted? Entre con su acceso y vuelve para que lo revise y lo envíe.",
    "other_person_in": "Entrar con mi acceso",
    "work_form": "No se puede tomar este formulario",
    "work_form_what": "No es de una página que usted abrió aquí, así que no se hizo nada. Abra la "
    "página de nuevo y llénelo allí.",
    "work_again": "Abrir la página de nuevo",
    "work_429_wait_one": "Espere {count} minuto y pruebe otra vez.",
    "work_429_wait_more": "Espere {count} minutos y pruebe otra vez.",
    "work_404": "Aquí no hay nada para usted",
    "work_404_what": "Puede que se haya borrado, o que sea de otros.",
    "sent_otherwise": "Este formulario ya se envió, con otras palabras",
    "sent_otherwise_what": "Cuenta lo que se envió primero. Lo que cambió después no se tomó.",
    "sent_otherwise_see": "Ver en qué quedó",
    "sent_otherwise_kept": "Lo que escribió ahora se guarda una hora.",
    "sent_otherwise_again": "Abrir el formulario con ello",
    "work_409": "Este formulario ya se envió",
    "work_409_what": "Aún no se sabe cómo terminó. Mire la página de la que trata antes de "
    "enviarlo otra vez.",
    "work_413": "Se envió demasiado",
    "work_413_what": "Vuelva y envíe menos: textos más cortos, o un archivo más pequeño.",
    "work_429": "Demasiados intentos",
    "work_429_what": "Espere un poco y vuelva a intentarlo.",
    "work_503": "Esto no funciona en este momento",
    "work_503_what": "Vuelva e inténtelo otra vez en unos minutos.",
    "work_other": "Algo salió mal",
    "work_other_what": "Vuelva e inténtelo otra vez. Si continúa, avise a su administrador.",
}
