#include "tools/eval_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/metric_cards.h>

#include "tools/bad_text_option.h"
#include "tools/drawing_options.h"
#include "tools/judge_option.h"
#include "tools/number_option.h"

namespace lingan::tools {
namespace {

/// What is measured, and against what.
void add_inputs(CLI::App& command, EvalOptions& options) {
  command.add_option("run", options.run,
                     "Folder of a run: its samples are measured, against its held-out text");
  command
      .add_option(
          "--hypotheses", options.hypotheses,
          "Sentences to measure, one a line; - is stdin; comes again for more systems, with "
          "--significance")
      ->allow_extra_args(false);
  command
      .add_option(
          "--references", options.references,
          "Real sentences to compare with; with --protocol paired the option may come again, "
          "for more references of each line")
      ->allow_extra_args(false);
  command.add_option("--train", options.training, "Training text, for novelty and copies");
  command.add_option(
      "--grammar", options.grammar,
      "Grammar that the sentences should follow (see lingan corpus): acceptance, rule-coverage, "
      "and of a run its divergences");
}

/// Vectors of sentences.
void add_vectors(CLI::App& command, EvalOptions& options) {
  command.add_option("--hypothesis-vectors", options.hypothesis_vectors,
                     "Vectors of the sentences to measure: .npy [N, D], or safetensors of one "
                     "such tensor; --hypotheses is not needed then");
  command.add_option("--reference-vectors", options.reference_vectors,
                     "Vectors of real sentences to compare with, of the same encoder");
  command.add_option(
      "--encoder", options.encoder,
      "Shell command that gives the vectors of --hypotheses and --references. It is "
      "started once, reads all sentences, one a line, and writes a vector a line, "
      "numbers with spaces between (default: where metrics of vectors are named, the states of "
      "an LSTM that is trained on the references, as for lm)");
  add_number(command, "--encoder-timeout", options.encoder_timeout,
             "Seconds that --encoder may take", {.low = 0.001, .high = 1e6});
}

/// How sentences are drawn from a run.
void add_sampling(CLI::App& command, EvalOptions& options) {
  add_number(command, "-n,--sentences", options.sentences, "Sentences to draw from the run",
             {1, int64_t{1} << 32});
  add_number(command, "--seed", options.seed, "Seed of the sentences drawn from the run");
  add_drawing_options(command, options.sampling,
                      "At which they are drawn, and nll-gen, nll-div and perplexity are computed");
  add_judge(command, options.judge);
}

/// What is computed, and how.
void add_metrics(CLI::App& command, EvalOptions& options) {
  command
      .add_option(
          "--metrics", options.metrics,
          "Metrics, comma-separated (default: bleu, self-bleu, distinct, unique, novelty and "
          "those of a run, as far as the files allow)")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--protocol", options.protocol, "Which sentences are compared with which")
      ->capture_default_str();
  command.add_option(
      "--tokenizer", options.tokenizer,
      fmt::format("{}, or a model file (default: whitespace; for a run, the ids of its own)",
                  fmt::join(metrics::text_splitters(), ", ")));
  add_number(command, "--smoothing", options.smoothing,
             "NLTK's smoothing method (default: the protocol's; exact: 1)", {0, 7});
  add_number(command, "--pad-to", options.pad_to,
             "Tokens that a sentence is padded to, for nll-gen-padded (default: the run's length)",
             {1, 1 << 20});
  add_number(command, "--max-order", options.max_order, "Longest n-gram of a bare family name",
             {1, metrics::kMaxOrder});
}

/// How lines are read.
void add_reading(CLI::App& command, EvalOptions& options) {
  command.add_option(
      "--tokenize", options.tokenize,
      "Tokenization of sacrebleu: 13a, none, char, zh or intl (default: 13a; none of "
      "lists of tokens; none takes the tokens of --tokenizer)");
  command
      .add_option(
          "--input-format", options.input_format,
          "text, or jsonl: a string or a list of tokens a line (default: jsonl for names in "
          ".jsonl, else text)")
      ->check(CLI::IsMember({"text", "jsonl"}));
  add_bad_text(command, options.bad_text);
}

/// What is printed.
void add_report(CLI::App& command, EvalOptions& options) {
  command.add_option("--format", options.format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command
      .add_option("--significance", options.significance,
                  "Test several --hypotheses, line by line, against the first: bootstrap or "
                  "randomization, as sacreBLEU's, with Holm's correction")
      ->check(CLI::IsMember({"bootstrap", "randomization"}));
}

/// What stands beside a value.
void add_yardsticks(CLI::App& command, EvalOptions& options) {
  command.add_flag(
      "--intervals", options.yardsticks.intervals,
      "Beside each value its 95 % confidence interval, were other hypotheses drawn: by "
      "1,000 resamples of the sentences, or by a jackknife over 20 groups");
  command.add_flag("--anchors", options.yardsticks.anchors,
                   "Beside each value that of real text (ceiling) and of real text with its words "
                   "shuffled (floor): up to half of the references in the place of as many "
                   "hypotheses, compared with the rest");
  command.add_flag("--gaps", options.yardsticks.gaps,
                   "Beside each value the generalization gap: the value with --train for "
                   "references, less that with as many --references");
  command.add_flag("--signatures", options.signatures,
                   "Under the table: what each value depends on");
}

}  // namespace

void add_eval_options(CLI::App& command, EvalOptions& options) {
  add_inputs(command, options);
  add_vectors(command, options);
  add_sampling(command, options);
  add_metrics(command, options);
  add_reading(command, options);
  add_report(command, options);
  add_yardsticks(command, options);
  options.machine.add_to(command);
}

}  // namespace lingan::tools
