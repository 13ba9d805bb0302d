"""Services in Spanish, and what of each can be done by video. None begins with the sound "i":
Babel's lists do not turn "y" into "e" before it."""

SERVICES: dict[str, str] = {
    "fall-prevention": "Prevención de caídas",
    "energy-conservation": "Conservación de energía",
    "motor-exercises": "Ejercicios motores",
    "upper-body-strengthening": "Fortalecimiento y estiramiento de la parte superior del cuerpo",
    "stress-management": "Manejo del estrés",
    "medication-management": "Manejo de medicamentos",
    "money-management": "Manejo del dinero",
    "activities-of-daily-living": "Actividades de la vida diaria",
    "community-reintegration": "Reintegración a la comunidad",
    "vocational-rehabilitation": "Rehabilitación laboral",
    "time-management": "Manejo del tiempo",
    "organization-skills": "Habilidades de organización",
    "clutter-management": "Manejo del desorden en casa",
    "driving": "Evaluación y rehabilitación para conducir",
    "adaptive-devices": "Capacitación en el uso de dispositivos de ayuda y equipo médico duradero",
    "safety": "Seguridad",
    "care-partner-guidance": "Orientación para quienes cuidan",
    "home-evaluation": "Evaluación del hogar",
}

VIDEO_REASONS: dict[str, str] = {
    "fall-prevention": "Los consejos y la seguridad en casa funcionan por video; el equilibrio se "
    "evalúa primero en persona.",
    "energy-conservation": "Planificar, dosificar el esfuerzo y descansar se enseñan conversando.",
    "motor-exercises": "Los ejercicios conocidos se pueden seguir por video; la primera evaluación "
    "es en persona.",
    "upper-body-strengthening": "Los ejercicios conocidos se pueden seguir por video; la fuerza se "
    "mide primero en persona.",
    "stress-management": "La relajación y las formas de sobrellevar el estrés se enseñan "
    "conversando.",
    "medication-management": "Las rutinas, los recordatorios y los pastilleros se pueden mostrar "
    "en cámara.",
    "money-management": "El presupuesto y el pago de cuentas se pueden practicar en una pantalla "
    "compartida.",
    "activities-of-daily-living": "Muchas tareas se pueden mostrar en casa por cámara; para "
    "bañarse y pasar de un asiento a otro hace falta una visita.",
    "community-reintegration": "Las salidas se pueden planificar por video; se practican afuera.",
    "vocational-rehabilitation": "Las tareas del trabajo se pueden hablar por video; el lugar de "
    "trabajo conviene verlo.",
    "time-management": "Los calendarios y las rutinas se pueden planificar en una pantalla "
    "compartida.",
    "organization-skills": "Los sistemas y los recordatorios se pueden preparar en una pantalla "
    "compartida.",
    "clutter-management": "Una cámara puede recorrer los cuartos; para levantar y ordenar cosas "
    "puede hacer falta una visita.",
    "driving": "Hacen falta un auto y una calle.",
    "adaptive-devices": "El uso de un dispositivo se puede enseñar por video; para ajustarlo hace "
    "falta una visita.",
    "safety": "Los peligros se pueden encontrar por cámara; algunos hay que probarlos en persona.",
    "care-partner-guidance": "Los consejos y el acompañamiento funcionan conversando.",
    "home-evaluation": "Una primera mirada por cámara es posible; para medir casi siempre hace "
    "falta una visita.",
}
