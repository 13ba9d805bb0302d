"""What staff are told of the directory, in Spanish."""

SENTENCES: dict[str, str] = {
    # why a row of a roster matches nobody
    "roster_no-such-ot": "Ningún terapeuta con este NPI está en el directorio",
    "roster_left": "Este terapeuta salió del directorio",
    "roster_other-name": "El nombre no es el que otras fuentes dan para este NPI; revise ambos",
    "roster_repeated": "Este NPI ya aparece en una fila anterior",
}
