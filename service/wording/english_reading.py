"""Words of the pages that explain, in English: grade 8 or below."""

READING: dict[str, str] = {
    "nav_/guide": "OT and MS",
    "nav_/first-visit": "Your first visit",
    "nav_/how-we-rank": "How we rank",
    "nav_/elsewhere": "Other places to look",
    "nav_/accessibility": "Accessibility",
    "guide_title": "What occupational therapy can do for MS",
    "guide_what_title": "What it is",
    "guide_what_1": "An occupational therapist (OT) helps you do what you need and want to "
    "do. It may be getting dressed, cooking, working or seeing friends.",
    "guide_what_2": "The OT looks at one task at a time. What makes it hard: the body, the "
    "place, or the way it is done? Then you change what can be changed.",
    "guide_when_title": "When to ask for it",
    "guide_when_1": "You do not have to wait until things are bad. Ask when a task takes too "
    "long, hurts, tires you out or no longer feels safe.",
    "guide_when_2": "Ask again when something changes: a relapse, a new job, a new home, a "
    "new walking aid.",
    "guide_help_title": "How it can help",
    "guide_help_1": "Tired by noon? You learn to plan the day, to rest before you must, and "
    "to do tasks with less effort.",
    "guide_help_2": "Weak or numb hands? Small tools, thick grips and practice can make "
    "buttons, keys and meals easier.",
    "guide_help_3": "Afraid to fall, or to forget? The OT looks at your rooms and your "
    "habits, and finds with you what makes them safer.",
    "guide_visit_title": "What a visit is like",
    "guide_visit_1": "First you talk about your day and your goals. Then the OT watches how "
    "you do some tasks. Together you choose where to start.",
    "guide_visit_2": "Most people come for a few weeks or months. Some visits can be by video"
    " or at home.",
    "guide_pay_title": "Who pays",
    "guide_pay_1": "Most plans pay for OT if a doctor sends you. Many limit the number of "
    "visits, and often count them together with physical therapy.",
    "guide_pay_2": "Ask your plan before you go: Do I need a referral? How many visits? What "
    "do I pay?",
    "guide_not_title": "What a directory cannot do",
    "guide_not_1": "We do not know you, and we cannot tell what is wrong. New symptoms, or "
    "symptoms that get worse fast? Call your MS team today.",
    "guide_not_2": "What we show comes from public lists and from people who told us. It can "
    "be old. Please call before you go.",
    "visit_title_me": "Your first visit",
    "visit_title_other": "The first visit",
    "visit_intro_other": "Think about the day of the person you care for. Write a few words where "
    "something is hard for them. Leave the rest empty.",
    "visit_intro_me": "Think about your day before you go. Write a few words where something is "
    "hard. Leave the rest empty.",
    "visit_kept": "We do not keep what you write here, and nobody else sees it. Close the page, "
    "and it is gone. Print the page when you are done.",
    "visit_hard_me": "What is hard?",
    "visit_hard_other": "What is hard for them?",
    "visit_goal_me": "What would you like to be able to do?",
    "visit_goal_other": "What would they like to be able to do?",
    "area_self-care": "Taking care of yourself",
    "area_self-care_what": "Washing, dressing, eating, using the toilet, taking medicine.",
    "area_household": "At home",
    "area_household_what": "Cooking, cleaning, shopping, bills, caring for children.",
    "area_leisure": "What you enjoy",
    "area_leisure_what": "Hobbies, music, sports, reading, time with friends.",
    "area_career": "Work and study",
    "area_career_what": "Getting there, working all day, screens, talking with your boss.",
    "area_community": "Out and about",
    "area_community_what": "Driving, buses, stairs, crowds, heat, finding a toilet.",
    "visit_bring": "What to bring",
    "visit_bring_1": "Your insurance card and the referral, if you have one.",
    "visit_bring_2": "A list of your medicines.",
    "visit_bring_3": "The names and phone numbers of your doctors.",
    "visit_bring_4": "Tools that you use: glasses, a cane, a brace.",
    "visit_bring_5": "Somebody who helps you, if you like.",
    "rank_no_pay": "Nobody can pay to stand higher. We take no money from therapists, clinics"
    " or insurers.",
    "rank_intro": "Each therapist gets points. These tables show what earns how many. They "
    "are made from the very numbers that the search uses.",
    "rank_shares": "What counts, and how much",
    "rank_share": "Share of all points",
    "rank_earned": "Part of these points",
    "rank_only_asked": "What you do not ask for does not count. The other parts then share "
    "the points.",
    "rank_distance": "Nearer is better: the points go down step by step with each mile.",
    "rank_service_yes": "Confirmed that they offer it",
    "rank_service_likely": "Likely, by their training",
    "rank_service_unknown": "Not known",
    "rank_service_no": "Does not offer it",
    "rank_center": "Works at an MS center",
    "rank_claimed": "{name}, said but not checked",
    "rank_fresh": "checked lately",
    "rank_old": "checked long ago",
    "elsewhere_intro": "These groups can help you too. The links lead to their own sites, "
    "where other rules hold.",
    "elsewhere_cmsc": "Consortium of Multiple Sclerosis Centers",
    "elsewhere_cmsc_what": "MS centers, and the people who hold the MS certificate.",
    "elsewhere_society": "National Multiple Sclerosis Society",
    "elsewhere_society_what": "Answers to questions, and help with costs.",
    "elsewhere_aota": "American Occupational Therapy Association",
    "elsewhere_aota_what": "What OTs do, and how they are trained.",
    "elsewhere_msaa": "Multiple Sclerosis Association of America",
    "elsewhere_msaa_what": "Help with tools and cooling products.",
    "elsewhere_msfocus": "MS Focus",
    "elsewhere_msfocus_what": "Small grants for things that people with MS need.",
    "elsewhere_chapter": "Your MS chapter and your MS team may know therapists whom no list "
    "names. Ask them too.",
    "access_intro": "This site is made for people who see little, shake, tire fast or forget."
    " It should work for you. If it does not, that is our fault, and we want to know.",
    "access_contact": "Write or call: {contact}",
    "access_no_contact": "Tell the organization that gave you this address.",
    "access_criteria": "Each rule of WCAG 2.2 AA, and how we hold it",
    "access_criterion": "Rule",
    "access_how": "How it is held",
    "holds_rules": "A program checks every page in light, dark and strong colors, wide and "
    "narrow, after each change.",
    "holds_keyboard": "Tests do each task by keyboard alone, without scripts.",
    "holds_mistakes": "Tests make mistakes and put them right by keyboard alone.",
    "holds_narrow": "Tests measure each page at 320 pixels, also in Spanish and with the "
    "largest text.",
    "holds_targets": "Tests measure each thing to press: at least 44 by 44 pixels.",
    "holds_frame": "A test compares the frame of all pages.",
    "holds_still": "A test looks at all that a page loads: no pictures of text, nothing that "
    "moves.",
    "holds_undo": "A test takes back what was done; forms say what is wrong before anything "
    "is sent.",
    "holds_once": "What was told on one page goes along to the next that asks the same. "
    "Tests look for it.",
    "holds_signing": "Who signs in pastes a token, or signs in where they work. "
    "There is no puzzle and nothing to remember.",
    "access_tests": "The tests by name",
    "access_its_tests": "Tests",
    "holds_session": "Searching has no time limit. Who signs in is warned, gets more time by one "
    "button, and loses nothing typed. Tests do this.",
    "holds_eye": "People look at it when pages change. No test holds it.",
    "holds_none": "No page has that: no sound, film, dragging or puzzle.",
}
