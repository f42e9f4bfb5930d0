/// A walk over all options of all commands, as the parser has them, in every mode: each option has
/// an effect or is refused by name, and each number is read by one rule. A new command, or an
/// option that does nothing in a mode below, makes this fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/base/npy_bytes.h"
#include "tests/test_data.h"
#include "tools/command.h"
#include "tools/compare.h"
#include "tools/encode.h"
#include "tools/eval.h"
#include "tools/fill.h"
#include "tools/gradients.h"
#include "tools/label.h"
#include "tools/rank.h"
#include "tools/sample.h"
#include "tools/train.h"

namespace lingan::tools {
namespace {

/// What the work that needs torch was asked for, all of it.
std::string asked;  // NOLINT

std::string describe(const DataOptions& data) {
  const auto& [corpus, corpus_b, validation, share, test, test_share, labels, unlabelled,
               label_column, sources, vectors, tokenizer, training, lengths, bad_text, seed] =
      data.text;
  return fmt::format("{} {} {} {} {} {} {} {} {} {} {} | {} {} {} {} | {} {} | {} | {} {} {}",
                     corpus, corpus_b, validation, share, test, test_share, labels, label_column,
                     sources, vectors, tokenizer, training.vocabulary_size, training.min_count,
                     training.normalizer.form, training.normalizer.lower_case, lengths.max_length,
                     lengths.length_percentile, data.bad_text, data.oracle.oracle,
                     data.oracle.samples, data.oracle.length);
}

std::string describe(const EvalOptions& options) {
  const std::string of_texts = fmt::format(
      "{} {} {} {} {} {} {} {}", options.run, options.hypotheses, options.input_format,
      options.references, options.training, options.grammar, options.tokenizer, options.bad_text);
  const std::string of_metrics = fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {}", options.metrics, options.protocol, options.smoothing,
      options.pad_to, options.max_order, options.tokenize, options.format, options.signatures,
      options.yardsticks.intervals, options.yardsticks.anchors, options.yardsticks.gaps);
  return fmt::format("{} | {} | {} {} {} {} {} {}", of_texts, of_metrics, options.sentences,
                     options.seed, options.sampling.temperature, options.sampling.top_k,
                     options.sampling.top_p, options.judge);
}

}  // namespace

void train(const TrainOptions& options) {
  asked = fmt::format("{} {} {} {} {} {} {} {} {} {}", options.recipe, options.run, options.seed,
                      options.settings, options.resume, options.reward, options.reward_timeout,
                      describe(options.data), options.origin, options.given_origin);
}

void sample(const SampleOptions& options) {
  const RunSampleRequest& request = options.request;
  asked = fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", options.run,
                      request.sentences, request.options.temperature, request.options.top_k,
                      request.options.top_p, request.options.greedy, request.prompt, request.label,
                      request.code, request.posterior, request.seed, options.format,
                      options.precision, options.judge, options.sources);
}

void label(const LabelOptions& options) {
  asked = fmt::format("{} {}", options.run, options.sentences);
}

void encode(const EncodeOptions& options) {
  asked = fmt::format("{} {} {} {} {}", options.run, options.input, options.bits, options.labels,
                      options.nearest);
}

void fill(const FillOptions& options) {
  const auto& [fillings, seed, draws, candidates, steps] = options.request;
  asked = fmt::format("{} {} {} {} {} {} {} {} {} {}", options.run, options.file, fillings, seed,
                      draws.temperature, draws.top_k, draws.top_p, draws.greedy, candidates, steps);
}

void compare(const CompareOptions& options) {
  asked =
      fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {}", options.recipes, options.settings,
                  options.generators, options.seeds, options.controls, options.starts,
                  options.ensemble, options.folder, options.sentences, options.temperatures,
                  options.top_p, options.jobs, options.format, describe(options.data));
}

void rank(const RankOptions& options) {
  asked = fmt::format("{} {} {} {}", options.run, options.query, options.items, options.format);
}

void eval_run(const EvalOptions& options) { asked = describe(options); }
void eval_with_network(const EvalOptions& options) {
  asked = "with a network: " + describe(options);
}

void gradients_of_runs(const GradientsOptions& options) {
  const auto& [names, samples, rollouts, temperatures, backward] = options.study;
  asked = fmt::format("{} {} {} {} {} {} {} {} {} {} {}", options.runs, names, samples, rollouts,
                      temperatures, backward, options.estimates, options.reference, options.seed,
                      options.picture, options.format);
}

namespace {

using Arguments = std::vector<std::string>;

struct Mode {
  std::string command;  ///< `tokenizer train`
  Arguments arguments;  ///< that choose the mode; a text in <> is a file of the folder
  std::set<std::string> refused = {};  ///< options without an effect in it
};

const std::set<std::string> kTextOptions = {
    "--corpus-b",   "--valid",      "--valid-share",  "--test",
    "--test-share", "--labels",     "--label-column", "--sources",
    "--vectors",    "--tokenizer",  "--vocab-size",   "--min-count",
    "--normalize",  "--lower-case", "--max-length",   "--length-percentile",
    "--on-bad-text"};
const std::set<std::string> kLabelOptions = {"--labels", "--label-column", "--corpus-b", "--pairs"};

std::set<std::string> with(std::set<std::string> names, const std::set<std::string>& more) {
  names.insert(more.begin(), more.end());
  return names;
}

const std::set<std::string> kFilesOnly = {
    "--input-format",      "--significance", "--hypothesis-vectors",
    "--reference-vectors", "--encoder",      "--encoder-timeout"};
const std::set<std::string> kDrawing = {"--sentences", "--seed",  "--temperature",
                                        "--top-k",     "--top-p", "--judge"};
const std::set<std::string> kOracleOptions = {"--oracle", "--oracle-samples", "--oracle-length"};
const std::set<std::string> kRewardOptions = {"--reward", "--reward-timeout"};
const std::set<std::string> kLearning = {"--vocab-size", "--min-count", "--normalize",
                                         "--lower-case"};

std::vector<Mode> data_modes(const std::string& command, const Arguments& all,
                             const std::set<std::string>& refused) {
  const auto text = [&](Arguments more, const std::set<std::string>& also) {
    Arguments arguments = all;
    arguments.insert(arguments.end(), {"--corpus", "<text>"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Mode{command, arguments, with(with(refused, kOracleOptions), also)};
  };
  Arguments oracle = all;
  oracle.insert(oracle.end(), {"--oracle", "seed:1"});
  return {text({}, {}),
          text({"--valid", "<text>"}, {"--valid-share", "--labels", "--corpus-b", "--sources"}),
          text({"--test", "<text>"}, {"--test-share", "--labels", "--corpus-b", "--sources"}),
          text({"--max-length", "9"}, {"--length-percentile"}),
          text({"--tokenizer", "<model>"}, kLearning),
          text({"--tokenizer", "bpe"}, {"--min-count"}),
          text({"--tokenizer", "unigram"}, {"--min-count"}),
          text({"--tokenizer", "character"}, {}),
          text({"--tokenizer", "ids"}, {"--min-count", "--normalize", "--lower-case"}),
          {command, oracle, with(with(refused, kTextOptions), {"--corpus"})}};
}

const std::set<std::string> kOfRuns = {"run",    "--estimates", "--reference",
                                       "--seed", "--threads",   "--device"};
const std::set<std::string> kVectorOptions = {"--hypothesis-vectors", "--reference-vectors",
                                              "--encoder", "--encoder-timeout"};
constexpr char kEncoder[] = "awk '{print NF, length($0)}'";

std::vector<Mode> all_modes() {
  std::vector<Mode> modes = {
      {"train",
       {"--resume", "--run", "r"},
       {"--oracle-samples", "--oracle-length", "--reward-timeout"}},
      {"train",
       {"--recipe", "seqgan", "--run", "r", "--corpus", "<text>"},
       with(with(with(kOracleOptions, kRewardOptions), kLabelOptions), {"--sources"})},
      {"train",
       {"--recipe", "sentigan", "--run", "r", "--corpus", "<text>", "--labels", "<labels>"},
       with(with(kOracleOptions, kRewardOptions),
            {"--valid", "--test", "--label-column", "--corpus-b", "--sources", "--pairs"})},
      {"train",
       {"--recipe", "sentigan", "--run", "r", "--corpus", "<labelled>", "--label-column", "1"},
       with(with(kOracleOptions, kRewardOptions),
            {"--labels", "--corpus-b", "--sources", "--pairs"})},
      {"train",
       {"--recipe", "conditional", "--run", "r", "--corpus", "<text>", "--corpus-b", "<other>"},
       with(with(kOracleOptions, kRewardOptions),
            {"--valid", "--test", "--labels", "--label-column", "--precision", "--sources",
             "--pairs"})},
      {"train",
       {"--recipe", "irgan", "--run", "r", "--pairs", "<labelled>"},
       with(with(kOracleOptions, kRewardOptions),
            {"--corpus", "--corpus-b", "--labels", "--label-column", "--precision", "--sources",
             "--vectors", "--tokenizer", "--vocab-size", "--min-count", "--max-length",
             "--length-percentile"})},
      {"train",
       {"--recipe", "sequence-to-sequence", "--run", "r", "--corpus", "<text>", "--sources",
        "<other>"},
       with(with(with(kOracleOptions, kRewardOptions), kLabelOptions),
            {"--valid", "--test", "--precision"})},
      {"train",
       {"--recipe", "organ", "--run", "r", "--reward", "cat", "--corpus", "<text>"},
       with(with(kOracleOptions, kLabelOptions), {"--sources"})},
      {"compare", {"--recipes", "mle,gsgan", "--out", "o", "--corpus", "<text>"}, kOracleOptions},
      {"compare",
       {"--recipes", "mle,gsgan", "--out", "o", "--corpus", "<text>", "--top-p", "0.7,0.9"},
       with(kOracleOptions, {"--temperatures"})},
      {"sample", {"r"}},
      {"rank", {"r"}, {"--items"}},
      {"rank", {"r", "--query", "a"}, {"--format"}},
      {"sample", {"r", "--format", "jsonl"}},
      {"sample", {"r", "--format", "ids"}},
      {"sample", {"r", "--greedy"}, {"--temperature", "--top-k", "--top-p", "--seed", "--judge"}},
      {"sample",
       {"r", "--judge", "reject"},
       {"--temperature", "--top-k", "--top-p", "--greedy", "--label", "--code", "--posterior",
        "--sources"}},
      {"sample", {"r", "--sources", "<text>"}, {"--judge", "--code", "--posterior"}},
      {"sample", {"r", "--label", "a"}, {"--judge", "--code", "--posterior"}},
      {"sample", {"r", "--posterior"}, {"--judge", "--label", "--code", "--sources"}},
      {"label", {"r", "<text>"}},
      {"encode", {"r", "<text>"}, {"--nearest"}},
      {"encode", {"r", "<text>", "--labels", "<labels>"}, {"--bits"}},
      {"fill", {"r"}},
      {"fill", {"r", "<text>", "--greedy"}},
      {"eval", {"r"}, with(kFilesOnly, {"--hypotheses", "--on-bad-text", "--tokenize"})},
      {"eval",
       {"r", "--judge", "reject"},
       with(kFilesOnly, {"--hypotheses", "--on-bad-text", "--tokenize", "--temperature", "--top-k",
                         "--top-p", "--pad-to"})},
      {"eval",
       {"r", "--metrics", "nll-oracle-real"},
       with(with(kFilesOnly, kDrawing),
            {"--hypotheses", "--on-bad-text", "--train", "--tokenizer", "--protocol", "--smoothing",
             "--max-order", "--pad-to", "--tokenize", "--grammar", "--anchors", "--gaps"})},
      {"eval", {"r", "--references", "<text>"}, with(kFilesOnly, {"--hypotheses", "--tokenize"})},
      {"eval",
       {"r", "--metrics", "kl-forward", "--grammar", "<grammar>"},
       with(kFilesOnly, {"--hypotheses", "--on-bad-text", "--references", "--train", "--tokenizer",
                         "--protocol", "--smoothing", "--max-order", "--pad-to", "--tokenize",
                         "--anchors", "--gaps", "--top-k", "--top-p", "--judge"})},
      {"eval",
       {"r", "--metrics", "acc"},
       with(kFilesOnly, {"--hypotheses", "--on-bad-text", "--references", "--grammar", "--train",
                         "--tokenizer", "--protocol", "--smoothing", "--max-order", "--pad-to",
                         "--tokenize", "--anchors", "--gaps"})},
      {"eval",
       {"r", "--metrics", "nll-gen"},
       with(kFilesOnly, {"--hypotheses", "--on-bad-text", "--train", "--sentences", "--seed",
                         "--tokenizer", "--protocol", "--smoothing", "--max-order", "--pad-to",
                         "--tokenize", "--anchors", "--top-k", "--top-p", "--judge", "--grammar"})},
      {"eval",
       {"r", "--metrics", "nll-div"},
       with(kFilesOnly, {"--anchors", "--gaps", "--hypotheses", "--on-bad-text", "--references",
                         "--train", "--tokenizer", "--protocol", "--smoothing", "--max-order",
                         "--pad-to", "--tokenize", "--top-k", "--top-p", "--judge", "--grammar"})},
      {"eval",
       {"--hypotheses", "<text>"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--pad-to", "--tokenize", "--significance", "--anchors", "--gaps"})},
      {"eval",
       {"--hypotheses", "<paired>", "--references", "<other>", "--train", "<text>"},
       with(kDrawing, {"run", "--pad-to", "--hypothesis-vectors", "--reference-vectors",
                       "--encoder-timeout", "--tokenize", "--significance"})},
      {"eval",
       {"--hypotheses", "<paired>", "--references", "<other>", "--train", "<text>", "--metrics",
        "bleu-3", "--gaps"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--pad-to", "--tokenize", "--significance", "--grammar", "--max-order"})},
      {"eval",
       {"--hypothesis-vectors", "<vectors>", "--reference-vectors", "<more-vectors>"},
       with(kDrawing, {"run", "--references", "--train", "--protocol", "--smoothing", "--max-order",
                       "--pad-to", "--tokenizer", "--on-bad-text", "--encoder", "--encoder-timeout",
                       "--tokenize", "--input-format", "--significance", "--grammar", "--gaps"})},
      {"eval",
       {"--hypotheses", "<paired>", "--references", "<other>", "--encoder", kEncoder},
       with(kDrawing, {"run", "--pad-to", "--hypothesis-vectors", "--reference-vectors",
                       "--tokenize", "--significance", "--gaps"})},
      {"eval",
       {"--hypotheses", "<text>", "--metrics", "distinct-1"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--references", "--train", "--grammar", "--protocol", "--smoothing",
             "--max-order", "--pad-to", "--tokenize", "--significance", "--anchors", "--gaps"})},
      {"eval",
       {"--hypotheses", "<text>", "--references", "<other>", "--metrics", "lm"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--train", "--grammar", "--protocol", "--smoothing", "--max-order", "--pad-to",
             "--tokenize", "--significance", "--gaps"})},
      {"eval",
       {"--hypotheses", "<paired>", "--references", "<other>", "--metrics", "frechet"},
       with(kDrawing, {"run", "--train", "--grammar", "--protocol", "--smoothing", "--max-order",
                       "--pad-to", "--tokenize", "--significance", "--gaps", "--hypothesis-vectors",
                       "--reference-vectors", "--encoder-timeout"})},
      {"eval",
       {"--hypotheses", "<paired>", "--references", "<other>", "--metrics", "sacrebleu"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--train", "--grammar", "--smoothing", "--max-order", "--pad-to", "--tokenizer",
             "--significance", "--gaps"})},
      {"eval",
       {"--hypotheses", "<paired>", "--references", "<other>", "--metrics", "sacrebleu",
        "--tokenize", "none"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--train", "--grammar", "--smoothing", "--max-order", "--pad-to",
             "--significance", "--gaps"})},
      {"eval",
       {"--hypotheses", "<paired>", "--hypotheses", "<paired>", "--references", "<other>",
        "--metrics", "sacrebleu", "--significance", "bootstrap"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--train", "--grammar", "--smoothing", "--max-order", "--pad-to", "--tokenizer",
             "--intervals", "--anchors", "--gaps"})},
      {"eval",
       {"--hypotheses", "<paired>", "--hypotheses", "<paired>", "--references", "<other>",
        "--significance", "bootstrap"},
       with(with(kVectorOptions, kDrawing),
            {"run", "--train", "--grammar", "--smoothing", "--max-order", "--pad-to", "--tokenizer",
             "--intervals", "--anchors", "--gaps"})},
      {"tokenizer train", {"--corpus", "<text>", "--out", "<out>"}},
      {"tokenizer train", {"--corpus", "<text>", "--out", "<out>", "--tokenizer", "whitespace"}},
      {"tokenizer train", {"--corpus", "<text>", "--out", "<out>", "--tokenizer", "character"}},
      {"tokenizer train",
       {"--corpus", "<text>", "--out", "<out>", "--tokenizer", "bpe"},
       {"--min-count"}},
      {"tokenizer train",
       {"--corpus", "<text>", "--out", "<out>", "--tokenizer", "unigram"},
       {"--min-count"}},
      {"tokenizer train",
       {"--corpus", "<ids>", "--out", "<out>", "--tokenizer", "ids"},
       {"--min-count", "--normalize", "--lower-case"}},
      {"tokenizer encode", {"<model>", "<text>"}},
      {"tokenizer decode", {"<model>", "<ids>"}},
      {"tokenizer info", {"<model>"}},
      {"corpus generate", {"<grammar>"}},
      {"corpus stats", {"<text>"}},
      {"corpus split", {"<text>", "--out-train", "<a>", "--out-valid", "<b>"}},
      {"corpus score", {"<grammar>", "<text>"}},
      {"lm train",
       {"--corpus", "<text>", "--out", "<out>", "--discount-fallback", "--skip-symbols"}},
      {"lm score", {"<arpa>", "<text>"}},
      {"recipe list", {}},
      {"recipe show", {"mle"}},
      {"recipe choices", {}},
      {"gradients",
       {"--table", "<table>"},
       with(kOfRuns, {"--temperature", "--backward-temperature"})},
      {"gradients",
       {"--table", "<table>", "--estimators", "reinforce"},
       with(kOfRuns, {"--samples", "--rollouts", "--temperature", "--backward-temperature"})},
      {"gradients", {"--table", "<function>"}, with(kOfRuns, {"--rollouts"})},
      {"gradients", {"r"}, {"--table"}},
      {"gradients",
       {"r", "--estimators", "reinforce"},
       {"--table", "--rollouts", "--temperature", "--backward-temperature"}},
      {"gradients",
       {"r", "--estimators", "straight-through"},
       {"--table", "--rollouts", "--backward-temperature"}}};
  for (const Mode& mode : data_modes(
           "train", {"--recipe", "mle", "--run", "r"},
           with(kLabelOptions, {"--precision", "--sources", "--reward", "--reward-timeout"}))) {
    modes.push_back(mode);
  }
  for (const Mode& mode :
       data_modes("compare", {"--recipes", "mle", "--out", "o"}, {"--generators"})) {
    modes.push_back(mode);
  }
  return modes;
}

/// A value that changes something wherever the option has an effect; null: the option is a flag.
const char* value_of(const std::string& command, const Mode& mode, const std::string& option) {
  const std::string last = mode.arguments.empty() ? "" : mode.arguments.back();
  const bool subwords = last == "bpe" || last == "unigram";
  static const std::map<std::string, const char*> kValues = {{"--recipe", "textgan"},
                                                             {"--run", "elsewhere"},
                                                             {"--seed", "7"},
                                                             {"--set", "training.batch_size=7"},
                                                             {"--precision", "bf16"},
                                                             {"--reward", "wc"},
                                                             {"--reward-timeout", "5"},
                                                             {"--corpus", "<other>"},
                                                             {"--oracle", "seed:9"},
                                                             {"--valid", "<other>"},
                                                             {"--valid-share", "0.3"},
                                                             {"--test", "<other>"},
                                                             {"--test-share", "0.3"},
                                                             {"--vectors", "<other>"},
                                                             {"--normalize", "nfkc"},
                                                             {"--min-count", "2"},
                                                             {"--max-length", "3"},
                                                             {"--length-percentile", "0.5"},
                                                             {"--oracle-samples", "5"},
                                                             {"--oracle-length", "5"},
                                                             {"--threads", "1"},
                                                             {"--device", "cpu"},
                                                             {"--sentences", "20"},
                                                             {"--fillings", "20"},
                                                             {"--candidates", "20"},
                                                             {"--steps", "20"},
                                                             {"--temperature", "0.5"},
                                                             {"--top-k", "3"},
                                                             {"--top-p", "0.5"},
                                                             {"--judge", "resample"},
                                                             {"--prompt", "a"},
                                                             {"--label", "good"},
                                                             {"--code", "1"},
                                                             {"--labels", "<labels>"},
                                                             {"--label-column", "2"},
                                                             {"--nearest", "3"},
                                                             {"--sources", "<other>"},
                                                             {"--corpus-b", "<other>"},
                                                             {"--pairs", "<labelled>"},
                                                             {"--query", "b"},
                                                             {"--items", "3"},
                                                             {"--recipes", "seqgan"},
                                                             {"--seeds", "2"},
                                                             {"--out", "elsewhere"},
                                                             {"--generators", "own"},
                                                             {"--controls", "none"},
                                                             {"--ensemble", "3"},
                                                             {"--starts", "elsewhere"},
                                                             {"--temperatures", "0.5,2"},
                                                             {"--jobs", "3"},
                                                             {"--references", "<other>"},
                                                             {"--train", "<other>"},
                                                             {"--grammar", "<grammar>"},
                                                             {"--smoothing", "2"},
                                                             {"--tokenize", "char"},
                                                             {"--input-format", "jsonl"},
                                                             {"--significance", "bootstrap"},
                                                             {"--pad-to", "50"},
                                                             {"--max-order", "3"},
                                                             {"--hypotheses", "<other>"},
                                                             {"--encoder", kEncoder},
                                                             {"--encoder-timeout", "50"},
                                                             {"--hypothesis-vectors", "<vectors>"},
                                                             {"--reference-vectors", "<vectors>"},
                                                             {"run", "r"},
                                                             {"--count", "3"},
                                                             {"--share", "0.5"},
                                                             {"kind", "objective"},
                                                             {"--table", "<function>"},
                                                             {"--estimators", "leave-one-out"},
                                                             {"--samples", "3,5"},
                                                             {"--rollouts", "3,5"},
                                                             {"--backward-temperature", "3,5"},
                                                             {"--estimates", "100"},
                                                             {"--reference", "100"},
                                                             {"--picture", "<out>"},
                                                             {"--order", "3"},
                                                             {"--on-bad-text", "replace"}};
  static const std::set<std::string> kFlags = {
      "--bits",       "--resume",    "--lower-case", "--quiet", "--greedy",   "--summary",
      "--signatures", "--intervals", "--anchors",    "--gaps",  "--posterior"};
  if (kFlags.contains(option)) return nullptr;
  if (option == "--vocab-size") return subwords ? "290" : last == "ids" ? "20" : "9";
  if (option == "--tokenizer") return "character";
  const auto gives = [&](const char* name) {
    return std::ranges::find(mode.arguments, name) != mode.arguments.end();
  };
  const bool has_vectors = gives("--hypothesis-vectors") || gives("--encoder");
  if (option == "--metrics" && has_vectors) return "frechet";
  if (option == "--metrics" && gives("--significance")) return "chrf2";
  const bool has_references = gives("--references");
  if (option == "--protocol" && gives("--gaps")) return "leakgan";
  if (option == "--metrics" && gives("--train")) return "bleu-2,novelty";
  if (option == "--protocol") return has_references ? "paired" : "relgan";
  if (option == "--metrics") return has_references ? "bleu-2" : "distinct";
  if (option == "--format") return command == "sample" ? "jsonl" : "json";
  const auto value = kValues.find(option);
  if (value == kValues.end()) ADD_FAILURE() << command << " " << option << ": no value to try";
  return value == kValues.end() ? "" : value->second;
}

/// A file of pairs of numbers, as NumPy writes it.
std::string npy(const std::vector<double>& numbers) {
  const std::string header = fmt::format(
      "{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, 2), }}\n", numbers.size() / 2);
  return testing::npy_bytes(
      header, {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)});
}

class OptionWalk : public ::testing::Test {
 protected:
  OptionWalk() {
    std::string text =
        "The cat sat on the mat\nthe \uFB01sh Swims in the sea\na dog ran\nthe cat ran\n";
    for (int i = 0; i < 4; ++i) {
      text += "together they gathered the flowers\nthe weather gathers clouds together\n";
    }
    write("text", text);
    write("other", "the cat ran far\na dog sat\nthe mat sat\na cat swims\n");
    write("paired", "the dog sat\nthe cat ran far\na cat swam\nthe mat sat\n");
    write("bad", "the cat \xFF ran\na dog sat\nthe cat ran\n");
    write("ids", "4 5 6\n7 8\n");
    write("labels", "good\n");
    write("labelled", "good\ta cat ran\nbad\ta dog sat\n");
    write("badids", "4 5 6\n\xFF\n7 8\n");
    write("vectors", npy({1, 2, 3, 5, 4, 4, 0, 1}));
    write("more-vectors", npy({2, 1, 5, 2, 7, 1, 8, 9}));
    write("grammar", "S -> a S [1] | b S [1] | c [2]\n");
    write("table",
          R"({"vocabulary": 2, "length": 2, "shared": true, "logits": {"": [0, 1]},
              "rewards": {"0 0": 0, "0 1": 1, "1 0": 2, "1 1": 4}})");
    write("function",
          R"({"vocabulary": 2, "length": 1, "logits": {"": [0, 1]},
              "function": {"values": [1, 2], "polynomial": [0, 0, 1]}})");
    run("tokenizer train", {"--corpus", "<text>", "--tokenizer", "whitespace", "--out", "<model>"});
    run("lm train", {"--corpus", "<text>", "--out", "<arpa>", "--discount-fallback"});
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  std::string resolved(const std::string& argument) const {
    const bool is_file = argument.starts_with('<') && argument.ends_with('>');
    return is_file ? path(argument.substr(1, argument.size() - 2)) : argument;
  }

  /// Runs a command line in a parser of its own, and gives all that came of it.
  std::string run(const std::string& command, const Arguments& arguments) {
    CLI::App program{"", "lingan"};
    program.require_subcommand(1);
    add_commands(program);
    std::vector<std::string> words;
    std::istringstream stream(command);
    for (std::string word; stream >> word;) words.push_back(word);
    for (const std::string& argument : arguments) words.push_back(resolved(argument));
    std::reverse(words.begin(), words.end());
    asked.clear();
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    try {
      program.parse(std::move(words));
    } catch (...) {
      ::testing::internal::GetCapturedStdout();
      ::testing::internal::GetCapturedStderr();
      throw;
    }
    ::testing::internal::GetCapturedStderr();
    return ::testing::internal::GetCapturedStdout() + asked + written();
  }

  /// What the command wrote into files.
  std::string written() const {
    std::string all;
    for (const char* name : {"out", "a", "b"}) {
      if (std::filesystem::exists(path(name))) all += read_file(path(name)) + '\n';
    }
    return all;
  }

  /// The message that a command line is refused with; empty: it is not.
  std::string refusal(const std::string& command, const Arguments& arguments) {
    try {
      run(command, arguments);
    } catch (const UsageError& error) {
      return error.what();
    } catch (const CLI::ParseError& error) {
      return error.what();
    }
    return {};
  }

  /// Whether a malformed line is an error without the option, and whether it is with it.
  std::pair<bool, bool> bad_text(const Mode& mode, const std::string& option) {
    Arguments arguments = mode.arguments;
    for (std::string& argument : arguments) {
      if (argument == "<text>" || argument == "<paired>") argument = "<bad>";
      if (argument == "<ids>") argument = "<badids>";
    }
    const auto fails = [&] {
      try {
        run(mode.command, arguments);
      } catch (const InputError&) {
        return true;
      }
      return false;
    };
    const bool without = fails();
    // Lines that belong together are never left out one by one.
    const bool are_pairs = std::ranges::count(arguments, "--significance") > 0;
    arguments.insert(arguments.end(), {option, are_pairs ? "replace" : "skip"});
    return {without, fails()};
  }

  testing::TemporaryFolder folder_;
};

/// The commands that have no subcommands, by their full names.
std::map<std::string, const CLI::App*> leaves(const CLI::App& app, const std::string& prefix = "") {
  std::map<std::string, const CLI::App*> commands;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    const std::string name = prefix + command->get_name();
    const auto inner = leaves(*command, name + " ");
    commands.insert(inner.begin(), inner.end());
    if (inner.empty()) commands[name] = command;
  }
  return commands;
}

Arguments with_option(Arguments arguments, const std::string& option, const char* value) {
  if (option.starts_with("-")) arguments.push_back(option);
  if (value != nullptr) arguments.emplace_back(value);
  return arguments;
}

bool is_given(const Arguments& arguments, const CLI::Option& option) {
  const bool by_place = !arguments.empty() && !arguments.front().starts_with("-");
  return (option.get_positional() && by_place) ||
         std::ranges::find(arguments, option.get_name()) != arguments.end();
}

TEST_F(OptionWalk, HasModesOfEveryCommand) {
  CLI::App program;
  add_commands(program);
  std::set<std::string> with_modes, commands;
  for (const Mode& mode : all_modes()) with_modes.insert(mode.command);
  for (const auto& [name, command] : leaves(program)) commands.insert(name);
  EXPECT_EQ(with_modes, commands);
}

TEST_F(OptionWalk, FindsThatEachOptionHasAnEffectOrIsRefusedByName) {
  const std::set<std::string> of_the_machine = {"--threads", "--device", "--quiet",
                                                "--encoder-timeout"};
  CLI::App program;
  add_commands(program);
  const auto commands = leaves(program);
  for (const Mode& mode : all_modes()) {
    const std::string before = run(mode.command, mode.arguments);
    const bool does_its_work = asked.empty();
    for (const CLI::Option* option : commands.at(mode.command)->get_options()) {
      const std::string name = option->get_name();
      if (name == "--help" || is_given(mode.arguments, *option)) continue;
      const std::string where = mode.command + " " + fmt::format("{}", mode.arguments) + " " + name;
      const Arguments more = with_option(mode.arguments, name, value_of(mode.command, mode, name));
      if (mode.refused.contains(name)) {
        EXPECT_THAT(refusal(mode.command, more), ::testing::HasSubstr(name)) << where;
      } else if (name == "--on-bad-text" && does_its_work) {
        EXPECT_EQ(bad_text(mode, name), std::pair(true, false)) << where;
      } else if (name == "--input-format" && does_its_work) {
        EXPECT_THROW(run(mode.command, more), InputError) << where << ": text is taken for JSON";
      } else {
        ASSERT_EQ(refusal(mode.command, more), "") << where;
        const std::string after = run(mode.command, more);
        EXPECT_TRUE(after != before || of_the_machine.contains(name)) << where << ": no effect";
      }
    }
  }
}

TEST_F(OptionWalk, FindsThatEveryNumberIsReadByOneRule) {
  CLI::App program;
  add_commands(program);
  const auto commands = leaves(program);
  int numbers = 0;
  for (const Mode& mode : all_modes()) {
    for (const CLI::Option* option : commands.at(mode.command)->get_options()) {
      const std::string type = option->get_type_name();
      EXPECT_FALSE(type.starts_with("INT") && !type.starts_with("INTEGER")) << option->get_name();
      EXPECT_FALSE(type.starts_with("UINT") || type.starts_with("FLOAT")) << option->get_name();
      if (!type.starts_with("INTEGER") && !type.starts_with("NUMBER")) continue;
      if (is_given(mode.arguments, *option)) continue;
      ++numbers;
      for (const char* value : {"nan", "inf", "-inf", "0x10", "1e999", "-1", "99999999999999999999",
                                "1_0", "", " 1", "1 ", "one", "0b1", "1,0"}) {
        EXPECT_THAT(refusal(mode.command, with_option(mode.arguments, option->get_name(), value)),
                    ::testing::HasSubstr(option->get_name()))
            << mode.command << " " << value;
      }
    }
  }
  EXPECT_GT(numbers, 30);
}

TEST_F(OptionWalk, ReadsLeadingZerosAsDecimalAndSeedsToTheirEnd) {
  run("sample", {"r", "--seed", "010"});
  const std::string ten = asked;
  run("sample", {"r", "--seed", "10"});
  EXPECT_EQ(asked, ten);
  run("sample", {"r", "--seed", "18446744073709551615"});
  EXPECT_THAT(asked, ::testing::HasSubstr("18446744073709551615"));
  EXPECT_THAT(refusal("sample", {"r", "--seed", "18446744073709551616"}),
              ::testing::HasSubstr("--seed"));
}

TEST_F(OptionWalk, FindsThatAnEmptyValueIsRefusedInOneForm) {
  CLI::App program;
  add_commands(program);
  const auto commands = leaves(program);
  const std::set<std::string> of_any_text = {"--help", "--prompt"};
  for (const Mode& mode : all_modes()) {
    for (const CLI::Option* option : commands.at(mode.command)->get_options()) {
      const std::string name = option->get_name();
      const bool is_flag = option->get_items_expected_max() == 0;
      if (is_flag || of_any_text.contains(name) || is_given(mode.arguments, *option)) continue;
      EXPECT_THAT(refusal(mode.command, with_option(mode.arguments, name, "")),
                  ::testing::AnyOf(::testing::HasSubstr(name + ": is empty; it needs a value"),
                                   ::testing::HasSubstr(name + ":  not in {")))
          << mode.command;
    }
  }
  EXPECT_THAT(refusal("sample", {""}), ::testing::HasSubstr("run: is empty"));
  EXPECT_THAT(refusal("train", {"--recipe", "mle", "--corpus", "<text>", "--run", ""}),
              ::testing::HasSubstr("--run: is empty"));
}

TEST_F(OptionWalk, AsksForATableOrRuns) {
  EXPECT_THAT(refusal("gradients", {}), ::testing::HasSubstr("folders of runs, or --table FILE"));
  EXPECT_THAT(refusal("gradients", {"r", "--table", "<table>"}),
              ::testing::HasSubstr("the run r and --table "));
  EXPECT_THAT(refusal("gradients", {"--table", "<table>", "--picture", "-"}),
              ::testing::HasSubstr("--picture -: name a file"));
  run("gradients", {"a", "b"});
  EXPECT_THAT(asked, ::testing::HasSubstr("[\"a\", \"b\"] [] [] [1, 4, 16]"));
  run("gradients", {"a", "--samples", "8,64"});
  EXPECT_THAT(asked, ::testing::HasSubstr("[8, 64]"));
}

TEST_F(OptionWalk, AsksWhichOfTwoThingsIsToBeMeasured) {
  EXPECT_THAT(refusal("eval", {"r", "--hypotheses", "<text>"}),
              ::testing::HasSubstr("the run r and --hypotheses "));
  EXPECT_THAT(refusal("eval", {"--hypotheses", "<text>", "--metrics", "distinct", "unique"}),
              ::testing::HasSubstr("joined by commas: --metrics distinct,unique"));
}

}  // namespace
}  // namespace lingan::tools
