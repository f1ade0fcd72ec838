"""The catalogue as portable text: its JSON against docs/metrics.schema.json, its MetricFlow manifest against dbt's own
parser and validator.
"""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shop import ROOT, figures, program


class AsJson(unittest.TestCase):
    def setUp(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("the package jsonschema is not installed")
        self.schema = json.loads((ROOT / "docs" / "metrics.schema.json").read_text(encoding="utf-8"))
        self.validator = jsonschema.Draft202012Validator(self.schema)
        self.catalogue = json.loads(program("metrics", "--format", "json"))

    def test_the_schema_holds(self):
        self.validator.check_schema(self.schema)
        self.assertEqual([f"{list(error.path)}: {error.message}" for error in self.validator.iter_errors(self.catalogue)], [])

    def test_every_field_is_described(self):
        described = self.schema["$defs"]["entry"]["properties"]
        self.assertEqual({field for entry in self.catalogue for field in entry} - set(described), set())

    def test_the_schema_refuses_what_is_wrong(self):
        for field, value in (("kind", "guess"), ("additive", "yes"), ("id", "No Id"), ("columns", [[]])):
            wrong = [{**self.catalogue[0], field: value}]
            self.assertFalse(self.validator.is_valid(wrong), field)


class AsMetricFlow(unittest.TestCase):
    # Means of days, shares and first visits cannot be said in MetricFlow; src/sql/metricflow.rs gives the reasons.
    LEFT_OUT = {"amount_per_buyer_daily_mean", "conversion_rate_daily_mean", "promo_conversion_rate", "avg_visit_depth_daily_mean",
                "source_landing_share", "source_page_view_share", "source_visitors", "source_new_visitors", "source_new_visitor_share"}

    def test_its_own_validator_accepts_the_manifest(self):
        try:
            from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
            from dbt_semantic_interfaces.transformations.semantic_manifest_transformer import PydanticSemanticManifestTransformer
            from dbt_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator
        except ImportError:
            self.skipTest("the package dbt-semantic-interfaces is not installed")
        manifest = PydanticSemanticManifest.parse_raw(program("metrics", "--format", "metricflow"))
        manifest = PydanticSemanticManifestTransformer.transform(manifest)
        found = SemanticManifestValidator[PydanticSemanticManifest]().validate_semantic_manifest(manifest)
        self.assertEqual([issue.message for issue in found.errors + found.warnings], [])

    def test_every_figure_is_there_or_named(self):
        manifest = json.loads(program("metrics", "--format", "metricflow"))
        there = {metric["name"] for metric in manifest["metrics"]}
        # Figures without a fold of their own in this list may come and go; what is missing must be known to be so.
        self.assertEqual(set(figures()) - there, self.LEFT_OUT & set(figures()))


if __name__ == "__main__":
    unittest.main()
