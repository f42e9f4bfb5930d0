/// `lingan lm`: n-gram language models, learnt and asked.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/output_file.h>
#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/language_model/arpa.h>
#include <lingan/metrics/language_model/kneser_ney.h>
#include <lingan/metrics/language_model/ngram_likelihood.h>
#include <lingan/metrics/language_model/word_text.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_block.h>

#include "tools/bad_text_option.h"
#include "tools/command.h"
#include "tools/distinct_files.h"
#include "tools/machine_options.h"
#include "tools/number_option.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

struct LmArguments {
  std::string corpus;
  std::string output;
  std::string model;
  std::string input = "-";
  metrics::KneserNeyOptions options;
  bool skip_symbols = false;
  bool summary = false;
  std::string on_bad_text = "error";
  int threads = 0;
};

void train(const LmArguments& arguments) {
  require_distinct({{"--corpus", arguments.corpus}}, {{"--out", arguments.output}});
  set_thread_count(arguments.threads);
  CorpusLines lines(arguments.corpus, parse_bad_text(arguments.on_bad_text));
  metrics::WordText text =
      metrics::read_word_text(lines, arguments.skip_symbols ? metrics::SpecialSymbols::kSkip
                                                            : metrics::SpecialSymbols::kRefuse);
  const metrics::WordModel model{with_place_of_data([&] { return lines.name(); },
                                                    [&] {
                                                      return metrics::estimate_kneser_ney(
                                                          text.sentences, text.words.size(),
                                                          arguments.options);
                                                    }),
                                 std::move(text.words)};
  OutputFile file(output_path(arguments.output));
  metrics::write_arpa(model, [&file](std::string_view piece) {
    throw_if_interrupted();
    file.write(piece);
  });
  file.finish();
  std::fprintf(stderr, "%s: %u n-grams of up to %d words from %lld lines\n",
               one_line(arguments.output).c_str(), model.ngrams.starts.back(), model.ngrams.order(),
               static_cast<long long>(lines.lines()));
}

/// How probable a line is, or several are.
struct LineLikelihood {
  double log10_probability = 0;
  int64_t words = 0;
  int64_t unknown = 0;  ///< of them, those that the model does not have
};

LineLikelihood likelihood_of(const metrics::WordModel& model,
                             const metrics::NgramLikelihood& ngrams, std::string_view line) {
  LineLikelihood likelihood;
  std::vector<int32_t> words;
  for (const std::string_view text : metrics::split_words(line)) {
    const int32_t word = std::max(model.words.find(text), metrics::kUnknownWord);
    if (word == metrics::kSentenceBegin || word == metrics::kSentenceEnd) {
      throw InputError(std::string(text) +
                       " is around every line already, and no word; take it out");
    }
    likelihood.unknown += word == metrics::kUnknownWord;
    words.push_back(word);
  }
  likelihood.words = static_cast<int64_t>(words.size());
  likelihood.log10_probability = ngrams.log10_probability(words);
  return likelihood;
}

void print_summary(const LineLikelihood& all, int64_t sentences) {
  const int64_t predictions = all.words + sentences;
  write_stdout(fmt::format(
      "sentences\t{}\nwords\t{}\noov\t{}\nlog10-probability\t{:.6f}\nperplexity\t{}\n", sentences,
      all.words, all.unknown, all.log10_probability,
      sentences == 0
          ? "-"
          : fmt::format("{:.6f}", metrics::perplexity_of(all.log10_probability, predictions))));
}

void score(const LmArguments& arguments) {
  require_distinct({{"MODEL", arguments.model}, {"FILE", arguments.input}}, {{"stdout", "-"}});
  set_thread_count(arguments.threads);
  const BadText bad_text = parse_bad_text(arguments.on_bad_text);
  const metrics::WordModel model = metrics::read_arpa(arguments.model, bad_text);
  const metrics::NgramLikelihood ngrams(model.ngrams);
  CorpusLines lines(arguments.input, bad_text);
  Progress progress("scoring " + lines.name(), 0, "lines");
  LineLikelihood all;
  int64_t sentences = 0;
  for (auto block = next_block(lines); !block.empty(); block = next_block(lines)) {
    throw_if_interrupted();
    std::vector<LineLikelihood> likelihoods(block.size());
    for_each_line(block, lines.name(),
                  [&](size_t i) { likelihoods[i] = likelihood_of(model, ngrams, block[i].text); });
    std::string text;
    for (const auto& [log10_probability, words, unknown] : likelihoods) {
      text += fmt::format("{:.6f}\t{}\t{}\n", log10_probability, words, unknown);
      all.log10_probability += log10_probability;
      all.words += words;
      all.unknown += unknown;
    }
    sentences += static_cast<int64_t>(likelihoods.size());
    if (!arguments.summary) write_stdout(text);
    progress.update(lines.lines());
  }
  if (arguments.summary) print_summary(all, sentences);
}

void add_train(CLI::App& group, const std::shared_ptr<LmArguments>& arguments) {
  auto* command = group.add_subcommand(
      "train", "Learn a model with interpolated modified Kneser-Ney smoothing, as KenLM's lmplz");
  command->add_option("--corpus", arguments->corpus, "Text, one sentence a line; - for stdin")
      ->required();
  command->add_option("--out", arguments->output, "ARPA file to write; - for stdout")->required();
  add_number(*command, "--order", arguments->options.order, "Longest n-gram",
             {1, metrics::kMaxModelOrder});
  command->add_flag("--discount-fallback", arguments->options.discount_fallback,
                    "Discounts 0.5, 1 and 1.5 for an order whose n-grams are too few or too alike "
                    "to tell them; else that is an error");
  command->add_flag("--skip-symbols", arguments->skip_symbols,
                    "Leave out <s>, </s> and <unk> where the text has them; else that is an error");
  add_bad_text(*command, arguments->on_bad_text);
  add_threads(*command, arguments->threads);
  command->footer(
      "Words are what stands between spaces and tabs; nothing is pruned. All is in memory: up to\n"
      "about 300 bytes for every word of the text, of which a 5-gram model is made.\n"
      "Example:\n"
      "  lingan lm train --corpus captions.txt --order 5 --out captions.arpa");
  command->callback([arguments] { train(*arguments); });
}

void add_score(CLI::App& group, const std::shared_ptr<LmArguments>& arguments) {
  auto* command = group.add_subcommand("score", "Probabilities of lines under a model");
  command->add_option("MODEL", arguments->model, "ARPA file; - for stdin")->required();
  command->add_option("FILE", arguments->input, "Text, one sentence a line; - for stdin")
      ->capture_default_str();
  command->add_flag("--summary", arguments->summary,
                    "Sums of all lines and their perplexity, in place of a line for each");
  add_bad_text(*command, arguments->on_bad_text);
  add_threads(*command, arguments->threads);
  command->footer(
      "Prints for each line, between tabs: log10 of its probability, its words, and those of them\n"
      "that the model does not have (OOV), which count as <unk>. A line begins with <s>, which is\n"
      "not predicted, and ends with </s>, which is: as KenLM, perplexity is per word and </s>.\n"
      "Examples:\n"
      "  lingan lm score captions.arpa samples.txt\n"
      "  lingan sample runs/mle | lingan lm score captions.arpa --summary");
  command->callback([arguments] { score(*arguments); });
}

}  // namespace

void add_lm_command(CLI::App& program) {
  auto* group = program.add_subcommand("lm", "Learn an n-gram language model; score text with it");
  const auto arguments = std::make_shared<LmArguments>();
  group->require_subcommand(1);
  group->footer(
      "Examples:\n"
      "  lingan lm train --corpus captions.txt --out captions.arpa\n"
      "  lingan lm score captions.arpa samples.txt --summary");
  add_train(*group, arguments);
  add_score(*group, arguments);
}

}  // namespace lingan::tools
