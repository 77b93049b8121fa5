"""The English words that stand around noun phrases, and those that make none."""

PREPOSITIONS = frozenset(
    """
    of on in for about by with from between against under regarding concerning into over
    within
    """.split()  # noqa: SIM905 (readable as prose)
)
BRACKET = "("
ARTICLES = frozenset(["the", "a", "an"])
POSSESSIVES = frozenset(["its", "their", "his", "her", "our", "your"])
OPENING = PREPOSITIONS | ARTICLES | POSSESSIVES | {BRACKET}
"""What stands before a noun phrase."""

FOLLOWING = frozenset(
    """
    of in on for to and or nor is are was were has have had may can could will would
    shall should must might that which who as at by with from into between under
    through within without during since until before after against among but than
    including such like where when while because if whether about
    """.split()  # noqa: SIM905
)
"""What stands after a whole one, other than marks."""

# They say how many, when, which or how, of anything.
VAGUE = frozenset(
    """
    same other others another such own certain several various different similar
    number numbers amount range variety lot group groups kind kinds type types form
    forms part parts case cases way ways time times day days week weeks month months
    year years century centuries decade decades period date end beginning middle rest
    first second third fourth fifth last next latter former following previous above
    below present current recent new old early late later long short large small great
    high low good better best main major minor key important significant possible
    necessary available able likely particular general specific further additional
    full entire whole total half quarter percent percentage example examples instance
    result results reason reasons fact facts point points view views question questions
    issue issues matter matters thing things order basis term terms regard respect
    addition contrast conclusion purpose purposes light account context course level
    rate member members people person persons one two three four five six seven
    eight nine ten hundred thousand million billion least most more less much many few
    paragraph paragraphs page pages section sections chapter article document
    documents paper report text today now then well also however please information
    use uses using used place places field area areas work need needs set sets due
    responsible thereof therein attention side sides outside inside capable role roles
    body bodies step steps effort efforts approach approaches importance possibility
    aspect aspects element elements situation position positions opinion idea ideas
    adequate primary decision decisions stage stages event events itself themselves
    relative alone together sent sold made given taken held found known shown done
    spent kept left brought
    """.split()  # noqa: SIM905
)
"""Words that make a phrase no subject, wherever they stand in it."""

LINKS = frozenset("of on for the and de la du".split())  # noqa: SIM905
"""What a name in capitals may have inside it."""

NAME_PREPOSITIONS = frozenset(["of", "in", "on", "for"])
"""What joins two parts of a name."""
