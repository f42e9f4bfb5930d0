/// `lingan corpus generate` and `score`: grammars as exact oracles.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/grammar/grammar_sampler.h>
#include <lingan/grammar/grammar_scorer.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_block.h>

#include "tools/bad_text_option.h"
#include "tools/corpus.h"
#include "tools/distinct_files.h"
#include "tools/notices.h"
#include "tools/number_option.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

constexpr int64_t kBatch = 4096;

struct GenerateArguments {
  std::string grammar;
  int64_t count = 1000;
  uint64_t seed = 1;
  int32_t max_length = 0;
};

struct ScoreArguments {
  std::string grammar;
  std::string input = "-";
  std::string format = "table";
  std::string on_bad_text = "error";
};

void generate(const GenerateArguments& arguments) {
  const Grammar grammar = load_grammar(arguments.grammar);
  const GrammarSampler sampler(grammar, arguments.seed, arguments.max_length);
  Progress progress("drawing from " + arguments.grammar, arguments.count, "sentences");
  std::vector<std::string> sentences;
  for (int64_t first = 0; first < arguments.count; first += kBatch) {
    throw_if_interrupted();
    sentences.assign(static_cast<size_t>(std::min(kBatch, arguments.count - first)), {});
    parallel_for(static_cast<int64_t>(sentences.size()), 64, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        sentences[static_cast<size_t>(i)] = sampler.sentence(static_cast<uint64_t>(first + i));
      }
    });
    std::string text;
    for (const std::string& sentence : sentences) text += sentence + '\n';
    write_stdout(text);
    progress.update(first + static_cast<int64_t>(sentences.size()));
  }
}

/// A number of a JSON report; one that does not exist (a mean of nothing) is null.
nlohmann::ordered_json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

/// @param bad  lines that were repaired or left out.
void print_report(const GrammarReport& report, int64_t bad, bool json) {
  if (json) {
    const nlohmann::ordered_json object{
        {"sentences", report.sentences},
        {"bad-text", bad},
        {"too-long", report.too_long},
        {"grammatical", report.grammatical},
        {"share-grammatical", number_or_null(report.share_grammatical())},
        {"mean-nll", number_or_null(report.mean_nll)},
        {"rules", report.rules},
        {"rules-used", report.rules_used},
        {"rule-coverage", report.rule_coverage()}};
    return write_stdout(json_report(object, notices()));
  }
  const auto cell = [](double value) {
    return std::isfinite(value) ? fmt::format("{:.4f}", value) : std::string("-");
  };
  write_stdout(fmt::format(
      "sentences\t{}\nbad-text\t{}\ntoo-long\t{}\ngrammatical\t{}\nshare-grammatical\t{}\n"
      "mean-nll\t{}\nrules\t{}\nrules-used\t{}\nrule-coverage\t{}\n",
      report.sentences, bad, report.too_long, report.grammatical, cell(report.share_grammatical()),
      cell(report.mean_nll), report.rules, report.rules_used, cell(report.rule_coverage())));
}

void score(const ScoreArguments& arguments) {
  require_distinct({{"GRAMMAR", arguments.grammar}, {"FILE", arguments.input}}, {{"stdout", "-"}});
  const Grammar grammar = load_grammar(arguments.grammar);
  GrammarScorer judge(grammar);
  CorpusLines lines(arguments.input, parse_bad_text(arguments.on_bad_text));
  Progress progress("scoring " + lines.name(), 0, "sentences");
  std::vector<std::string> sentences;
  for (auto block = next_block(lines); !block.empty(); block = next_block(lines)) {
    throw_if_interrupted();
    sentences.clear();
    for (NumberedLine& line : block) sentences.push_back(std::move(line.text));
    const std::vector<double> scores = judge.add(sentences);
    progress.update(lines.lines());
    if (arguments.format != "lines") continue;
    std::string text;
    for (const double value : scores) text += fmt::format("{}\n", value);
    write_stdout(text);
  }
  if (arguments.format == "lines") return;
  print_report(judge.report(), lines.bad_lines(), arguments.format == "json");
}

}  // namespace

void add_corpus_generate(CLI::App& group) {
  const auto arguments = std::make_shared<GenerateArguments>();
  auto* command = group.add_subcommand("generate", "Draw sentences from a grammar, one a line");
  command->add_option("grammar", arguments->grammar, "Grammar file")->required();
  add_number(*command, "-n,--count", arguments->count, "How many sentences", {1, int64_t{1} << 40});
  add_number(*command, "--seed", arguments->seed, "Seed; sentence k is the same for any count");
  add_number(*command, "--max-length", arguments->max_length,
             "Draw sentences of more words again, until they fit; 0: any length", {0, 1'000'000});
  command->footer(
      "Example:\n  lingan corpus generate corpora/english.grammar -n 3000 --seed 1 > "
      "sentences.txt");
  command->callback([arguments] { generate(*arguments); });
}

void add_corpus_score(CLI::App& group) {
  const auto arguments = std::make_shared<ScoreArguments>();
  auto* command =
      group.add_subcommand("score", "Exact log-probabilities of sentences under a grammar");
  command->add_option("grammar", arguments->grammar, "Grammar file")->required();
  command->add_option("file", arguments->input, "Sentences, one a line; - for stdin")
      ->capture_default_str();
  command
      ->add_option(
          "--format", arguments->format,
          "table or json: a summary; lines: the natural logarithm of each probability, -inf "
          "for what the grammar cannot derive, nan for a sentence of more than 500 words, which is "
          "not scored")
      ->check(CLI::IsMember({"table", "json", "lines"}))
      ->capture_default_str();
  add_bad_text(*command, arguments->on_bad_text);
  command->footer(
      "mean-nll is the mean over grammatical sentences, in nats; rule-coverage is the share of "
      "the\n"
      "grammar's rules in their most probable derivations.\n"
      "Example:\n  lingan corpus score corpora/english.grammar samples.txt --format json");
  command->callback([arguments] { score(*arguments); });
}

}  // namespace lingan::tools
