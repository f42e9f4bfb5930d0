/// `lingan corpus stats` and `split`.
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/output_file.h>
#include <lingan/base/random.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/corpus_statistics.h>
#include <lingan/text/corpus/corpus_tokenizer.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tools/bad_text_option.h"
#include "tools/corpus.h"
#include "tools/distinct_files.h"
#include "tools/notices.h"
#include "tools/number_option.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

struct StatsArguments {
  std::string file;
  std::string tokenizer = "word";
  std::string format = "table";
  std::string on_bad_text = "error";
};

struct SplitArguments {
  std::string file;
  std::string train;
  std::string valid;
  double share = 0.1;
  uint64_t seed = 1;
  std::string on_bad_text = "error";
};

/// A tokenizer by the name of its kind, learnt from the text, or from its own file.
std::unique_ptr<Tokenizer> tokenizer_for(const StatsArguments& arguments,
                                         const RereadableInput& text) {
  if (kind_or_file(arguments.tokenizer) == nullptr) return load_tokenizer(arguments.tokenizer);
  TokenizerOptions options;
  options.kind = arguments.tokenizer;
  CorpusLines lines(text, parse_bad_text(arguments.on_bad_text));
  return learn_tokenizer(options, lines, [](std::string_view) { return true; });
}

void stats(const StatsArguments& arguments) {
  require_distinct({{"FILE", arguments.file}, {"--tokenizer", arguments.tokenizer}});
  const RereadableInput text(arguments.file);
  const auto tokenizer = tokenizer_for(arguments, text);
  CorpusLines lines(text, parse_bad_text(arguments.on_bad_text));
  const CorpusStatistics measured = measure_corpus(lines, *tokenizer);
  nlohmann::ordered_json report{
      {"lines", measured.lines},     {"empty", measured.empty},
      {"bad-text", measured.bad},    {"duplicates", measured.duplicates},
      {"tokens", measured.tokens},   {"types", measured.types},
      {"unknown", measured.unknown}, {"length-mean", measured.mean_length()}};
  for (const int percent : {1, 5, 25, 50, 75, 90, 95, 99, 100}) {
    report[fmt::format("length-p{}", percent)] = measured.length_percentile(percent / 100.0);
  }
  if (arguments.format == "json") return write_stdout(json_report(report, notices()));
  std::string table;
  for (const auto& [name, value] : report.items()) {
    table += name + '\t' +
             (value.is_number_float() ? fmt::format("{:.2f}", value.get<double>()) : value.dump()) +
             '\n';
  }
  write_stdout(table);
}

/// How many lines go to validation, by the rule of CorpusSplit.
int64_t held_out(int64_t lines, const SplitArguments& arguments) {
  const auto wanted =
      std::max<int64_t>(1, std::llround(arguments.share * static_cast<double>(lines)));
  if (wanted >= lines) {
    throw InputError(input_name(arguments.file) + ": " + std::to_string(lines) +
                     " lines are too few to split; lower --share or add lines");
  }
  return wanted;
}

/// Gathers lines and writes them in large pieces, until its reader leaves: the other sink goes on.
class LineSink {
 public:
  explicit LineSink(const std::string& name) : file_(output_path(name)) {}
  void add(const std::string& line) {
    pending_ += line;
    pending_ += '\n';
    if (pending_.size() > (size_t{1} << 16)) flush();
  }
  void finish() {
    if (is_read_) file_.finish();
  }
  void flush() {
    try {
      if (is_read_) file_.write(pending_);
    } catch (const ReaderLeft&) {
      if (!readers_may_leave()) throw;
      is_read_ = false;
    }
    pending_.clear();
  }

 private:
  OutputFile file_;
  std::string pending_;
  bool is_read_ = true;
};

/// Counts the lines, then draws them in order: a line is held out with the probability (still
/// wanted) / (still to come), which makes every subset equally likely (Knuth, TAOCP 2, 3.4.2,
/// algorithm S).
void split(const SplitArguments& arguments) {
  require_distinct({{"FILE", arguments.file}},
                   {{"--out-train", arguments.train}, {"--out-valid", arguments.valid}});
  const RereadableInput text(arguments.file);
  const BadText bad_text = parse_bad_text(arguments.on_bad_text);
  int64_t left = 0;
  for (CorpusLines lines(text, bad_text); auto line = lines.next();) left += !line->empty();
  int64_t wanted = held_out(left, arguments);
  const std::string summary = fmt::format("{}: {} to train on, {} held out", text.name(),
                                          counted(left - wanted, "line"), wanted);
  const RandomStream random{arguments.seed, Purpose::kSplit, 0};
  LineSink train(arguments.train);
  LineSink valid(arguments.valid);
  CorpusLines lines(text, bad_text);
  for (uint64_t row = 0; auto line = lines.next();) {
    if (line->empty()) continue;
    throw_if_interrupted();
    const bool held =
        random.below(static_cast<uint64_t>(left--), row++, 0) < static_cast<uint64_t>(wanted);
    wanted -= held;
    (held ? valid : train).add(*line);
  }
  train.flush();  // where one of both is full, no file is made
  valid.flush();
  train.finish();
  valid.finish();
  std::fprintf(stderr, "%s\n", one_line(summary).c_str());
}

}  // namespace

void add_corpus_stats(CLI::App& group) {
  const auto arguments = std::make_shared<StatsArguments>();
  auto* command =
      group.add_subcommand("stats", "Lines, tokens, types, lengths, duplicates of a corpus");
  command->add_option("file", arguments->file, "Text, one sentence a line; - for stdin")
      ->required();
  command
      ->add_option("--tokenizer", arguments->tokenizer,
                   fmt::format("{}, or the file of a tokenizer or SentencePiece model",
                               fmt::join(card_names(tokenizers()), ", ")))
      ->capture_default_str();
  command->add_option("--format", arguments->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  add_bad_text(*command, arguments->on_bad_text);
  command->footer("Example:\n  lingan corpus stats captions.txt --tokenizer whitespace");
  command->callback([arguments] { stats(*arguments); });
}

void add_corpus_split(CLI::App& group) {
  const auto arguments = std::make_shared<SplitArguments>();
  auto* command =
      group.add_subcommand("split", "Split a corpus into training and validation lines");
  command
      ->add_option("file", arguments->file,
                   "Text, one sentence a line; empty lines are left out; - for stdin")
      ->required();
  command->add_option("--out-train", arguments->train, "File of the training lines; - for stdout")
      ->required();
  command->add_option("--out-valid", arguments->valid, "File of the validation lines; - for stdout")
      ->required();
  add_number(*command, "--share", arguments->share,
             "Share of the lines that is held out, one line at least", {0, 0.9});
  add_number(*command, "--seed", arguments->seed, "Seed of the choice");
  add_bad_text(*command, arguments->on_bad_text);
  command->footer(
      "Example:\n"
      "  lingan corpus split captions.txt --out-train train.txt --out-valid valid.txt --share "
      "0.05");
  command->callback([arguments] { split(*arguments); });
}

}  // namespace lingan::tools
