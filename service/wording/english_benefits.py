"""What a plan covers of occupational therapy, in English: of this year, and of one that is over."""

SENTENCES: dict[str, str] = {
    "benefit_yes": "This plan covers occupational therapy in {year}{limit}{costs} "
    "(as its issuer told CMS, {date}); ask it whether you need a referral or an approval first",
    "benefit_yes_past": "This plan covered occupational therapy in {year}{limit}{costs} "
    "(as its issuer told CMS, {date}); ask it what holds now",
    "benefit_no": "This plan does not cover outpatient occupational therapy in {year} "
    "(as its issuer told CMS, {date}); ask it before you go",
    "benefit_no_past": "This plan did not cover outpatient occupational therapy in {year} "
    "(as its issuer told CMS, {date}); ask it what holds now",
    "benefit_unknown": "Whether this plan covers occupational therapy in {year} is not known; "
    "ask it",
    "benefit_unknown_past": "Whether this plan covers occupational therapy is not known; ask it",
}

PHRASES: dict[str, str] = {
    "limit": ": at most {count} {unit}, occupational and physical therapy counted together",
    "limit_in_words": ": at most {count} \u201c{unit}\u201d, occupational and physical therapy "
    "counted together",
    "limit_without_unit": ": at most {count}, its source does not say of what; occupational and "
    "physical therapy counted together",
    "limit_untold": ": limited, its source does not say how far; occupational and physical "
    "therapy counted together",
    "limit_none": ": no limit on the number of visits",
    "limit_unknown": ": whether visits are limited is not known",
    "unit_visits_per_year": "visits a year",
    "unit_visits_per_benefit_period": "visits a benefit period",
    "unit_days_per_year": "days a year",
    "unit_hours_per_year": "hours a year",
    "unit_treatments_per_year": "treatments a year",
    "unit_dollars_per_year": "dollars a year",
    "costs": "; in network you pay {costs}",
    "costs_nothing": "; in network you pay nothing{after}",
    "costs_unknown": "; what you pay is not known",
    "cost_copay": "a copay of {amount}{after}",
    "cost_coinsurance": "{amount}% of the price{after}",
    "cost_in_words": "\u201c{words}\u201d",
    "cost_after_deductible": " after the deductible",
}
