#include <lingan/metrics/signature.h>

#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>

namespace lingan::metrics::signature_test {
namespace {

const EvaluationTexts kTexts = {.hypotheses = {"a b c", "a b"},
                                .references = {{"a b", "b c", "c", "d"}},
                                .training = {{"a"}},
                                .reference_sets = 2};

std::string signature(const std::string& metric, EvaluationOptions options = {}) {
  options.metrics = {metric};
  return evaluate(split_texts(kTexts, "whitespace"), options).front().signature;
}

TEST(Signature, NamesWhatAValueDependsOn) {
  EXPECT_EQ(signature("bleu-2"),
            "hyps:2|refs:4|protocol:exact|tok:whitespace|smooth:1|order:2|version:"
            "lingan-" LINGAN_VERSION);
  EXPECT_EQ(signature("novelty"), "hyps:2|train:1|tok:whitespace|version:lingan-" LINGAN_VERSION);
  EXPECT_EQ(
      signature("self-bleu-3", {.smoothing = Smoothing::kCutOff}),
      "hyps:2|protocol:exact|tok:whitespace|smooth:cut-off|order:3|version:lingan-" LINGAN_VERSION);
}

TEST(Signature, NamesTheSettingsOfAMetric) {
  const std::string of_text = "hyps:2|refs:4|tok:whitespace|";
  const std::string version = "version:lingan-" LINGAN_VERSION;
  EXPECT_EQ(signature("corpus-bleu"),
            "hyps:2|refs:4|protocol:exact|tok:whitespace|smooth:1|order:4|" + version);
  EXPECT_EQ(signature("ms-jaccard-2"), of_text + "order:2|mean:geometric|" + version);
  // Words give discounts; of longer n-grams there are too few.
  const std::string of_references = of_text + "order:5|discounts:fallback-2,3,4,5|" + version;
  const std::string of_hypotheses = of_text + "order:5|discounts:fallback-1,2,3,4,5|" + version;
  EXPECT_EQ(signature("kn-lm"), of_references);
  EXPECT_EQ(signature("ppl-f"), of_references);
  EXPECT_EQ(signature("kn-reverse-lm"), of_hypotheses);
  EXPECT_EQ(signature("ppl-r"), of_hypotheses);
}

TEST(Signature, NamesWhereVectorsComeFrom) {
  EvaluationSentences sentences{.tokenization = "whitespace",
                                .vectors = VectorPair{.hypotheses = {2, {1, 2, 2, 1, 1, 1}},
                                                      .references = {2, {1, 2, 2, 1}}}};
  const auto signature_of_vectors = [&sentences](const char* metric) {
    return evaluate(sentences, {.metrics = {metric}}).front().signature;
  };
  const std::string version = "version:lingan-" LINGAN_VERSION;
  EXPECT_EQ(signature_of_vectors("frechet"), "hyps:3|refs:2|vectors:files|width:2|" + version);
  EXPECT_EQ(signature_of_vectors("mauve"),
            "hyps:3|refs:2|vectors:files|width:2|buckets:2|scaling:5|" + version);
  EXPECT_EQ(signature_of_vectors("frontier-integral"),
            "hyps:3|refs:2|vectors:files|width:2|buckets:2|" + version);
  sentences.vectors->encoder = "python3 encode.py |\n sed s/a/100%/";
  EXPECT_EQ(signature_of_vectors("frechet"),
            "hyps:3|refs:2|encoder:python3 encode.py %7C%0A sed s/a/100%25/|width:2|" + version);
}

TEST(Signature, OfSacrebleuAndChrfEqualsThatOfSacrebleu) {
  EXPECT_EQ(signature("sacrebleu", {.protocol = "paired"}),
            "nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0");
  EXPECT_EQ(signature("sacrebleu", {.tokenize = "none"}),
            "nrefs:4|case:mixed|eff:no|tok:none|smooth:exp|hyps:2|protocol:exact|version:2.6.0");
  EXPECT_EQ(signature("chrf2", {.protocol = "relgan"}),
            "nrefs:4|case:mixed|eff:yes|nc:6|nw:0|space:no|hyps:2|protocol:relgan|version:2.6.0");
  EXPECT_EQ(signature("chrf++", {.protocol = "paired"}),
            "nrefs:2|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0");
}

TEST(Signature, OfAModelsMetricSaysWhatWasScored) {
  const auto signature_of_model = [](const char* name) {
    return model_signature(*parse_metric(name, 5).front().card, {20, "bpe", 40});
  };
  const std::string version = "version:lingan-" LINGAN_VERSION;
  EXPECT_EQ(signature_of_model("nll-gen"), "refs:20|tok:bpe|" + version);
  EXPECT_EQ(signature_of_model("nll-gen-padded"), "refs:20|tok:bpe|pad-to:40|" + version);
  EXPECT_EQ(signature_of_model("nll-div"), "hyps:20|tok:bpe|" + version);
}

TEST(Signature, IsEmptyWithoutAValue) {
  const EvaluationTexts one = {.hypotheses = {"a b"}};
  EXPECT_EQ(evaluate(split_texts(one, "whitespace"), {.metrics = {"self-bleu-2"}})[0].signature,
            "");
}

}  // namespace
}  // namespace lingan::metrics::signature_test
