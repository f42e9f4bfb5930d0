#include <lingan/run/evaluation/run_evaluation.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/run/evaluation/run_sampler.h>

#include "tests/run/judged_run.h"
#include "tests/run/small_run.h"

namespace lingan::run_evaluation_test {
namespace {

using metrics::MetricValue;
using testing::SmallRun;
using testing::write_lines;

using Values = std::map<std::string, double>;

Values by_name(const std::vector<MetricValue>& values) {
  Values named;
  for (const auto& metric : values) named[metric.name] = metric.value;
  return named;
}

std::vector<std::string> names(const std::vector<MetricValue>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(value.name);
  return names;
}

class EvaluateRunOf : public ::testing::TestWithParam<const char*> {};

// Words of text are the same whether they are numbered by the run's vocabulary or afresh. (Other
// kinds differ where <unk> was sampled: it is one id, and several characters.)
TEST_P(EvaluateRunOf, GivesIdsWhatItGivesTheirText) {
  const SmallRun small(GetParam());
  RunEvaluationRequest request{.samples = 60, .seed = 5};
  const Values of_ids = by_name(evaluate_run(small.run, request));
  request.tokenizer = GetParam();
  const Values of_text = by_name(evaluate_run(small.run, request));
  ASSERT_EQ(of_ids.size(), of_text.size());
  EXPECT_TRUE(of_ids.contains("bleu-2") && of_ids.contains("novelty"));
  for (const auto& [name, value] : of_ids) EXPECT_DOUBLE_EQ(value, of_text.at(name)) << name;
}

INSTANTIATE_TEST_SUITE_P(Tokenizers, EvaluateRunOf, ::testing::Values("whitespace"));

TEST(EvaluateRun, MeasuresAllThatARunHasByDefault) {
  const SmallRun small;
  EXPECT_EQ(
      names(evaluate_run(small.run, {.samples = 20, .options = {.max_order = 2}})),
      (std::vector<std::string>{"bleu-2", "self-bleu-2", "distinct-1", "distinct-2", "unique",
                                "novelty", "nll-gen", "nll-gen-padded", "perplexity", "nll-div"}));
}

TEST(EvaluateRun, MeasuresWhatIsNamed) {
  const SmallRun small;
  const auto measured = [&](std::vector<std::string> asked) {
    return names(evaluate_run(
        small.run, {.samples = 20, .options = {.metrics = std::move(asked), .max_order = 3}}));
  };
  EXPECT_EQ(measured({"nll-div", "unique", "bleu"}),
            (std::vector<std::string>{"unique", "bleu-2", "bleu-3", "nll-div"}));
  EXPECT_EQ(measured({"perplexity"}), (std::vector<std::string>{"perplexity"}));
  EXPECT_THROW(measured({"blue"}), UsageError);
}

/// Of the run's samples and its held-out sentences, by an LSTM that learns the latter.
TEST(EvaluateRun, MeasuresVectorsWithoutAnEncoder) {
  const SmallRun small;
  const auto values =
      evaluate_run(small.run, {.samples = 20, .options = {.metrics = {"frechet", "lm"}}});
  EXPECT_EQ(names(values), (std::vector<std::string>{"frechet", "lm"}));
  EXPECT_GE(values[0].value, 0);
  EXPECT_EQ(values[0].signature.find(
                fmt::format("hyps:20|refs:{}|encoder:lstm-of-refs|", small.data.validation.rows)),
            0U)
      << values[0].signature;
}

TEST(EvaluateRun, TakesFilesInPlaceOfTheSentencesOfTheRun) {
  const SmallRun small;
  const auto path = [&](const char* name, const std::vector<std::string>& lines) {
    return write_lines(small.folder.path() / name, lines).string();
  };
  RunEvaluationRequest request{.samples = 40, .seed = 2};
  request.options.metrics = {"bleu-2", "novelty", "nll-gen"};
  const Values own = by_name(evaluate_run(small.run, request));
  std::vector<std::string> held_out, training;
  const Tokenizer& tokenizer = *small.data.tokenizer;
  for (int64_t row = 0; row < small.data.validation.rows; ++row) {
    held_out.push_back(tokenizer.decode(small.data.validation.row(row)));
  }
  for (int64_t row = 0; row < small.data.train.rows; ++row) {
    training.push_back(tokenizer.decode(small.data.train.row(row)));
  }
  request.references = path("held_out", held_out);
  request.training = path("training", training);
  EXPECT_EQ(by_name(evaluate_run(small.run, request)), own);
  request.references = path("other", {"we write letters"});
  const Values other = by_name(evaluate_run(small.run, request));
  EXPECT_NE(other.at("bleu-2"), own.at("bleu-2"));
  EXPECT_NE(other.at("nll-gen"), own.at("nll-gen"));
  EXPECT_EQ(other.at("novelty"), own.at("novelty"));
}

TEST(EvaluateRun, HasYardsticksBesideItsValues) {
  const SmallRun small;
  RunEvaluationRequest request{.samples = 60, .seed = 3};
  request.yardsticks = {.intervals = true, .anchors = true, .gaps = true};
  request.options.metrics = {"bleu-2",     "chrf2",          "distinct-1", "nll-gen",
                             "perplexity", "nll-gen-padded", "nll-oracle"};
  for (const MetricValue& value : evaluate_run(small.run, request)) {
    ASSERT_TRUE(value.interval.has_value()) << value.name;
    const bool is_of_model = value.name.starts_with("nll") || value.name == "perplexity";
    EXPECT_EQ(value.anchors.has_value(), !is_of_model) << value.name;
    EXPECT_EQ(value.gap.has_value(), value.name != "distinct-1" && value.name != "nll-oracle");
    if (value.name == "nll-oracle") {
      EXPECT_TRUE(std::isnan(value.interval->low));
      continue;
    }
    EXPECT_LE(value.interval->low, value.value) << value.name;
    EXPECT_GE(value.interval->high, value.value) << value.name;
  }
}

TEST(EvaluateRun, MeasuresTheGapOfLikelihoodsByTheTrainingText) {
  const SmallRun small;
  RunEvaluationRequest request{.samples = 20, .seed = 3};
  request.options.metrics = {"nll-gen"};
  request.references = write_lines(small.folder.path() / "held_out", {"we write letters"});
  request.training = write_lines(small.folder.path() / "training", {"we read", "we read"});
  request.yardsticks.gaps = true;
  const auto gap = evaluate_run(small.run, request).at(0).gap;
  ASSERT_TRUE(gap.has_value());
  EXPECT_EQ(gap->references, 1);
  request.yardsticks.gaps = false;
  EXPECT_DOUBLE_EQ(gap->held_out, evaluate_run(small.run, request).at(0).value);
  request.references = request.training;
  EXPECT_NEAR(gap->training, evaluate_run(small.run, request).at(0).value, 1e-6);
}

TEST(EvaluateRun, ReadsNothingThatNoMetricNeeds) {
  const SmallRun small;
  std::filesystem::remove(small.run.path() / "data.safetensors");
  RunEvaluationRequest request{.samples = 20, .references = "missing", .training = "missing"};
  request.options.metrics = {"self-bleu-2", "nll-div"};
  EXPECT_EQ(evaluate_run(small.run, request).size(), 2u);
  request.options.metrics = {"bleu-2"};
  EXPECT_THROW(evaluate_run(small.run, request), IoError);
}

/// A run whose samples have many an unk, since few words are known.
struct UnknownRun {
  UnknownRun() {
    TextSource source{.corpus = testing::write_lines(folder.path() / "text", testing::small_text()),
                      .validation_share = 0.25,
                      .tokenizer = "whitespace"};
    source.training.min_count = 9;  // read and write are left
    data = prepare_text(source);
    run.emplace(RunDirectory::create(folder.path() / "run",
                                     {.recipe = testing::tiny_recipe(),
                                      .seed = 3,
                                      .oracle = "",
                                      .tokenizer = data.tokenizer,
                                      .length = data.train.width},
                                     {data.train, data.validation}));
    TrainingObserver nobody;
    train_run(*run, nobody);
  }
  testing::TemporaryFolder folder;
  PreparedData data;
  std::optional<RunDirectory> run;
};

TEST(EvaluateRun, MatchesAnUnknownWordWithNothing) {
  const UnknownRun unknown;
  RunEvaluationRequest request{.samples = 60, .seed = 5};
  request.options.metrics = {"bleu-2", "novelty"};
  const Values own = by_name(evaluate_run(*unknown.run, request));
  // As sampled lines measured against the same lines of text.
  request.tokenizer = "whitespace";
  EXPECT_EQ(by_name(evaluate_run(*unknown.run, request)), own);
  request.tokenizer.clear();
  request.options.metrics = {"bleu-2"};
  request.references = write_lines(unknown.folder.path() / "raw", {"zebra lion", "tiger"});
  EXPECT_EQ(by_name(evaluate_run(*unknown.run, request)).at("bleu-2"), 0);
  request.tokenizer = "whitespace";
  EXPECT_EQ(by_name(evaluate_run(*unknown.run, request)).at("bleu-2"), 0);
}

/// How often a file is opened while a function runs.
template <class Function>
int opened(const std::filesystem::path& file, const Function& function) {
  const int watch = ::inotify_init1(IN_NONBLOCK);
  // One that repeats the event before it is left out: that it is closed stands in between.
  EXPECT_GE(::inotify_add_watch(watch, file.c_str(), IN_OPEN | IN_CLOSE), 0);
  function();
  std::array<char, 4096> events;
  const ssize_t bytes = ::read(watch, events.data(), events.size());
  ::close(watch);
  return static_cast<int>(bytes / static_cast<ssize_t>(2 * sizeof(inotify_event)));
}

TEST(EvaluateRun, LoadsTheGeneratorOnceForAllMetrics) {
  const SmallRun small;
  const auto all = [&] { evaluate_run(small.run, {.samples = 20}); };
  EXPECT_EQ(opened(small.run.generator(), all), 1);
}

TEST(EvaluateRun, HoldsEveryNameThatWasAskedFor) {
  const SmallRun small;
  const auto values = evaluate_run(
      small.run, {.samples = 1, .options = {.metrics = {"self-bleu-2", "bleu-2", "nll-oracle"}}});
  EXPECT_EQ(names(values), (std::vector<std::string>{"self-bleu-2", "bleu-2", "nll-oracle"}));
  EXPECT_TRUE(std::isnan(values[0].value) && !values[0].note.empty());
  EXPECT_FALSE(std::isnan(values[1].value));
  EXPECT_TRUE(std::isnan(values[2].value) && !values[2].note.empty());
}

TEST(EvaluateRun, CountsWhatIsTooLongForTheModelAlone) {
  const SmallRun small;
  const std::string longer = "we read a book we read a book we read a book";
  RunEvaluationRequest request{.samples = 20};
  request.options.metrics = {"bleu-2", "nll-gen"};
  request.references = write_lines(small.folder.path() / "long", {longer, "we read"});
  const auto values = evaluate_run(small.run, request);
  EXPECT_GT(values[0].value, 0);
  EXPECT_THAT(values[1].note, ::testing::HasSubstr("1 of 2 sentences left out"));
  request.references = write_lines(small.folder.path() / "long", {longer});
  EXPECT_TRUE(std::isnan(evaluate_run(small.run, request)[1].value));
}

TEST(EvaluateRun, SaysThatAFileHasNoSentence) {
  const SmallRun small;
  RunEvaluationRequest request{.samples = 20};
  request.options.metrics = {"bleu-2", "nll-gen", "novelty"};
  request.references = request.training = write_lines(small.folder.path() / "none", {});
  for (const auto& value : evaluate_run(small.run, request)) {
    EXPECT_TRUE(std::isnan(value.value)) << value.name;
    EXPECT_THAT(value.note, ::testing::StartsWith("there is no ")) << value.name;
  }
}

TEST(EvaluateRun, TakesStdinForOneFileOnly) {
  const SmallRun small;
  EXPECT_THROW(evaluate_run(small.run, {.references = "-", .training = "-"}), UsageError);
}

/// Nats per token of sentences by torch's softmax of the network's logits over T.
double nats_per_token(const RunDirectory& run, const TokenBatch& batch, double temperature) {
  const torch::NoGradGuard no_gradient;
  const Sentences sentences = to_sentences(batch);
  const auto logits = run.load_generator()->forward(sentences.tokens) / temperature;
  const auto scores = torch::log_softmax(logits.to(torch::kFloat64), -1)
                          .gather(-1, sentences.tokens.unsqueeze(-1))
                          .squeeze(-1);
  const auto inside = torch::arange(batch.width).unsqueeze(0) < sentences.lengths.unsqueeze(1);
  return -(scores * inside).sum().item<double>() / inside.sum().item<double>();
}

TEST(EvaluateRun, ComputesLikelihoodsAtTheTemperatureOfTheSamples) {
  const SmallRun small;
  for (const double temperature : {0.5, 2.0}) {
    RunEvaluationRequest request{.samples = 200, .seed = 6};
    request.sampling.temperature = temperature;
    request.options.metrics = {"nll-gen", "nll-div", "perplexity", "unique"};
    const auto values = evaluate_run(small.run, request);
    const Values named = by_name(values);
    const double real = nats_per_token(small.run, small.data.validation, temperature);
    EXPECT_NEAR(named.at("nll-gen"), real, 1e-5);
    EXPECT_NEAR(named.at("perplexity"), std::exp(real), 1e-4);
    TokenBatch samples;  // of `lingan sample`
    sample_run(small.run, {.sentences = 200, .seed = 6, .options = request.sampling},
               [&](const JudgedSamples& block) { samples = block.tokens; });
    EXPECT_NEAR(named.at("nll-div"), nats_per_token(small.run, samples, temperature), 1e-5);
    EXPECT_GT(std::abs(real - nats_per_token(small.run, small.data.validation, 1.0)), 1e-3);
    for (const MetricValue& value : values) {
      EXPECT_THAT(value.signature,
                  ::testing::StartsWith(temperature == 0.5 ? "temperature:0.5|" : "temperature:2|"))
          << value.name;
    }
  }
}

TEST(EvaluateRun, SaysWhyThereIsNoLikelihoodWhereTokensAreCutOff) {
  const SmallRun small;
  RunEvaluationRequest request{.samples = 50, .options = {.max_order = 2}};
  request.sampling.top_p = 0.5;
  EXPECT_EQ(names(evaluate_run(small.run, request)),
            (std::vector<std::string>{"bleu-2", "self-bleu-2", "distinct-1", "distinct-2", "unique",
                                      "novelty"}));
  request.options.metrics = {"bleu-2", "nll-gen"};
  try {
    evaluate_run(small.run, request);
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("so there is no nll-gen; leave one of the two"));
    EXPECT_THAT(error.what(), ::testing::StartsWith("`top_p`: "));
  }
  request.sampling = {.top_k = 2};
  request.options.metrics = {"unique"};
  EXPECT_THAT(evaluate_run(small.run, request).front().signature,
              ::testing::StartsWith("top-k:2|hyps:50|"));
}

TEST(EvaluateRun, MeasuresWhatTheDiscriminatorHasChosen) {
  const testing::JudgedRun judged;
  RunEvaluationRequest request{.samples = 300, .seed = 2, .judge = Judging::kReject};
  request.options.metrics = {"distinct-1", "self-bleu-2"};
  const auto values = evaluate_run(judged.run, request);
  EXPECT_THAT(values.front().signature, ::testing::StartsWith("judge:reject|hyps:300|"));
  TokenBatch chosen;
  sample_run(judged.run, {.sentences = 300, .seed = 2, .judge = Judging::kReject},
             [&](const JudgedSamples& block) {
               chosen.rows += block.tokens.rows;
               for (int64_t row = 0; row < block.tokens.rows; ++row) {
                 for (const int32_t id : block.tokens.row(row)) chosen.tokens.push_back(id);
               }
             });
  ASSERT_EQ(chosen.rows, 300);
  const int32_t eos = judged.data.tokenizer->specials().eos;
  std::erase(chosen.tokens, eos);
  const std::set<int32_t> distinct(chosen.tokens.begin(), chosen.tokens.end());
  EXPECT_NEAR(values.front().value,
              static_cast<double>(distinct.size()) / static_cast<double>(chosen.tokens.size()),
              1e-12);
  request.options.metrics = {"nll-gen"};
  EXPECT_THROW(evaluate_run(judged.run, request), UsageError);
}

}  // namespace
}  // namespace lingan::run_evaluation_test
