"""Needs in Spanish, and for each service that helps with one, why."""

NEED_KINDS: dict[str, str] = {
    "basic": "Actividades básicas de cada día",
    "instrumental": "Llevar la casa y la vida",
    "other": "Tiempo libre, compañía y trabajo",
    "symptom": "Síntomas de la esclerosis múltiple",
}

NEEDS: dict[str, str] = {
    "grooming": "Arreglo personal",
    "dressing": "Vestirse, botones y cierres",
    "feeding": "Comer y beber",
    "toileting": "Usar el baño",
    "bathing": "Bañarse y ducharse",
    "finances": "Manejar el dinero y las cuentas",
    "travel": "Desplazarse, conducir, transporte",
    "cooking": "Cocinar",
    "medication": "Tomar los medicamentos a tiempo",
    "communication-devices": "Usar el teléfono, la computadora y otros aparatos",
    "childcare": "Cuidar a los hijos",
    "housework": "Tareas de la casa",
    "leisure": "Pasatiempos y tiempo libre",
    "social-life": "Ver a otras personas",
    "work": "Trabajo o estudios",
    "fatigue": "Fatiga",
    "balance": "Equilibrio y caminar",
    "weakness": "Debilidad",
    "tremor": "Temblor y coordinación",
    "spasticity": "Rigidez y espasmos",
    "numbness": "Manos dormidas o con hormigueo",
    "memory": "Memoria y pensamiento",
    "vision": "Problemas de la vista",
    "mood": "Ánimo bajo y estrés",
    "heat": "Sensibilidad al calor",
    "bladder": "Urgencia para orinar",
}

_REASONS: dict[str, dict[str, str]] = {
    "grooming": {
        "activities-of-daily-living": "Formas de cepillarse, afeitarse y lavarse con menos "
        "esfuerzo.",
        "adaptive-devices": "Los mangos gruesos y las pinzas largas reemplazan la fuerza de la "
        "mano y el alcance.",
    },
    "dressing": {
        "activities-of-daily-living": "Un orden para vestirse que cuida el equilibrio y la fuerza.",
        "adaptive-devices": "Los abrochadores y los calzadores de medias hacen lo que los dedos "
        "dormidos no pueden.",
    },
    "feeding": {
        "activities-of-daily-living": "La postura y los bocados pequeños hacen más seguras las "
        "comidas.",
        "adaptive-devices": "Los cubiertos con peso o de mango grueso dan firmeza a la mano.",
    },
    "toileting": {
        "activities-of-daily-living": "Sentarse, levantarse y manejar la ropa se practican paso a "
        "paso.",
        "adaptive-devices": "Un asiento elevado y barras hacen más seguro ponerse de pie.",
        "safety": "El camino al baño por la noche es un lugar frecuente de caídas.",
    },
    "bathing": {
        "activities-of-daily-living": "Lavarse en posición sentada ahorra fuerza y equilibrio.",
        "fall-prevention": "En el baño ocurren muchas caídas.",
        "adaptive-devices": "Se eligen y se prueban una silla de ducha y barras de apoyo.",
    },
    "finances": {
        "money-management": "Las cuentas y el presupuesto se vuelven sencillos y regulares.",
        "organization-skills": "Los papeles tienen un solo lugar y un solo día.",
    },
    "travel": {
        "driving": "Se evalúa si conducir es seguro y con qué controles.",
        "community-reintegration": "Se planifican y practican viajes en autobús, en taxi o a pie.",
    },
    "cooking": {
        "activities-of-daily-living": "Las tareas de la cocina se dividen en pasos seguros.",
        "energy-conservation": "Sentarse y preparar con anticipación ahorra fuerza.",
        "safety": "El calor y los cuchillos piden cuidado cuando las manos están débiles o "
        "dormidas.",
    },
    "medication": {
        "medication-management": "Los recordatorios y los pastilleros se ajustan al día.",
    },
    "communication-devices": {
        "adaptive-devices": "El control por voz, las teclas grandes y los soportes permiten usar "
        "los aparatos.",
    },
    "childcare": {
        "energy-conservation": "Levantar y cargar se planifica según la fuerza.",
        "time-management": "El día de la familia se organiza alrededor de los descansos.",
        "adaptive-devices": "Las cunas y los portabebés adaptados hacen más seguro el cuidado.",
    },
    "housework": {
        "energy-conservation": "Las tareas se reparten, se comparten y se hacen en posición "
        "sentada.",
        "clutter-management": "Menos cosas en el camino significan menos trabajo y menos caídas.",
        "activities-of-daily-living": "La limpieza y el lavado de ropa se practican con menos "
        "esfuerzo.",
    },
    "leisure": {
        "community-reintegration": "Se recuperan pasatiempos y lugares, adaptados si hace falta.",
        "energy-conservation": "La fuerza se guarda para lo que da alegría.",
    },
    "social-life": {
        "community-reintegration": "Encontrarse con otras personas se planifica y se practica.",
        "stress-management": "La preocupación por salir se hace más pequeña.",
    },
    "work": {
        "vocational-rehabilitation": "Se adaptan el trabajo, sus tareas y su lugar.",
        "energy-conservation": "Las pausas y un buen ritmo hacen posible un día de trabajo.",
        "time-management": "Las tareas se ponen en las horas de más energía.",
    },
    "fatigue": {
        "energy-conservation": "Planificar y dosificar el esfuerzo es la ayuda mejor estudiada "
        "para la fatiga de la esclerosis múltiple.",
        "time-management": "Un día con descansos planificados rinde más.",
    },
    "balance": {
        "fall-prevention": "Se encuentran los riesgos y se entrena el equilibrio.",
        "safety": "Los cuartos y los recorridos se hacen seguros.",
    },
    "weakness": {
        "motor-exercises": "Se entrena el movimiento para las tareas que importan.",
        "upper-body-strengthening": "Los brazos y el tronco ganan fuerza y siguen flexibles.",
        "adaptive-devices": "Las herramientas hacen lo que la fuerza ya no puede.",
    },
    "tremor": {
        "motor-exercises": "La coordinación se entrena en pasos pequeños.",
        "adaptive-devices": "Las herramientas con peso y estabilizadoras calman la mano.",
        "activities-of-daily-living": "Se encuentran las posiciones en que el temblor es menor.",
    },
    "spasticity": {
        "upper-body-strengthening": "Estirar con regularidad mantiene el movimiento de las "
        "articulaciones.",
        "motor-exercises": "Se entrenan movimientos que aflojan la rigidez.",
    },
    "numbness": {
        "motor-exercises": "Se entrenan las manos para trabajar con menos sensibilidad.",
        "adaptive-devices": "Los mangos gruesos y los abrochadores ayudan donde falta la "
        "sensibilidad.",
        "safety": "Se previenen quemaduras y cortes cuando las manos no los sienten.",
    },
    "memory": {
        "organization-skills": "Los lugares fijos y las listas le quitan carga a la memoria.",
        "time-management": "Los calendarios y las alarmas mantienen el orden del día.",
        "medication-management": "Los medicamentos no se olvidan ni se toman dos veces.",
        "money-management": "Las cuentas se pagan una vez y a tiempo.",
    },
    "vision": {
        "adaptive-devices": "Se prueban letra grande, luz y lupas.",
        "safety": "Se marcan o se quitan bordes, escalones y cosas en el camino.",
        "activities-of-daily-living": "Las tareas diarias se organizan por el tacto y el "
        "contraste.",
    },
    "mood": {
        "stress-management": "Se practican la relajación y formas de sobrellevar el estrés.",
        "community-reintegration": "Salir y ver a otras personas levanta el ánimo.",
    },
    "heat": {
        "energy-conservation": "Las tareas pesadas pasan a las horas frescas y se hacen por "
        "partes.",
        "adaptive-devices": "Se eligen y se prueban chalecos refrescantes y ventiladores.",
    },
    "bladder": {
        "activities-of-daily-living": "La ropa y las rutinas se hacen rápidas.",
        "time-management": "Las salidas y los descansos se planifican alrededor del baño.",
        "community-reintegration": "Con un plan es más fácil salir.",
    },
}
NEED_REASONS: dict[str, str] = {
    f"{need} {service}": reason
    for need, services in _REASONS.items()
    for service, reason in services.items()
}
