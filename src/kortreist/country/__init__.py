"""The whole country at once: every municipality's plan, and what they add up to."""

from kortreist.country.model import CountryModel, country_model
from kortreist.country.nation import nation, national_portfolios
from kortreist.country.portfolios import Portfolios, evaluate_country
from kortreist.country.roll import country_accounts
from kortreist.country.run import WorkerLostError, run_country
from kortreist.country.summary import Band, CountrySummary, MeasureSummary, summarise
from kortreist.country.synthetic import is_synthetic, synthetic_account
from kortreist.country.task import MunicipalityResult, Settings, plan_one

__all__ = [
    "Band",
    "CountryModel",
    "CountrySummary",
    "MeasureSummary",
    "MunicipalityResult",
    "Portfolios",
    "Settings",
    "WorkerLostError",
    "country_accounts",
    "country_model",
    "evaluate_country",
    "is_synthetic",
    "nation",
    "national_portfolios",
    "plan_one",
    "run_country",
    "summarise",
    "synthetic_account",
]
