/// `lingan tokenizer`: learn a tokenizer, turn text into ids and back, look at one.
#include <charconv>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/progress.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/corpus_tokenizer.h>
#include <lingan/text/corpus/line_stream.h>
#include <lingan/text/tokenizer/id_tokenizer.h>
#include <lingan/text/tokenizer/line_text.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tools/bad_text_option.h"
#include "tools/command.h"
#include "tools/distinct_files.h"
#include "tools/terminal.h"
#include "tools/tokenizer_options.h"

namespace lingan::tools {
namespace {

struct TokenizerArguments {
  std::string corpus;
  std::string on_bad_text = "error";
  std::string out;
  std::string model;
  std::string input = "-";
  TokenizerOptions options;
};

/// Applies `convert` to every line of the input, on all threads, and prints the results in the
/// order of the lines.
void convert_lines(const TokenizerArguments& arguments, const LineConversion& convert) {
  const BadText bad_text = parse_bad_text(arguments.on_bad_text);
  LineStream lines(arguments.input, bad_text == BadText::kSkip ? BadText::kEmpty : bad_text);
  Progress progress("reading " + lines.name(), 0, "lines");
  lines.convert(convert, [&progress](std::string_view text, int64_t count) {
    write_stdout(text);
    progress.update(count);
  });
}

/// Appends ids in decimal, joined by spaces, and a newline.
void append_line(const std::vector<int32_t>& ids, std::string& text) {
  constexpr size_t kMaxDigits = 11;
  const size_t begin = text.size();
  text.resize(begin + ids.size() * (kMaxDigits + 1) + 1);
  char* at = text.data() + begin;
  char* const end = text.data() + text.size();
  for (const int32_t id : ids) {
    at = std::to_chars(at, end, id).ptr;
    *at++ = ' ';
  }
  if (!ids.empty()) --at;
  *at++ = '\n';
  text.resize(static_cast<size_t>(at - text.data()));
}

void train(const TokenizerArguments& arguments) {
  require_distinct({{"--corpus", arguments.corpus}}, {{"--out", arguments.out}});
  CorpusLines lines(arguments.corpus, parse_bad_text(arguments.on_bad_text));
  Progress progress("reading " + lines.name(), 0, "lines");
  const auto tokenizer = learn_tokenizer(arguments.options, lines, [&](std::string_view) {
    progress.update(lines.lines());
    return true;
  });
  write_file_atomically(output_path(arguments.out), tokenizer->serialize());
  std::fprintf(stderr, "%s: %s tokenizer of %d ids from %lld lines\n",
               one_line(arguments.out).c_str(), std::string(tokenizer->kind()).c_str(),
               tokenizer->size(), static_cast<long long>(lines.lines()));
}

void encode(const TokenizerArguments& arguments) {
  const auto tokenizer = load_tokenizer(arguments.model);
  convert_lines(arguments, [&tokenizer](std::string_view line, std::string& result) {
    thread_local std::vector<int32_t> ids;
    ids.clear();
    tokenizer->append_ids(line, ids);
    append_line(ids, result);
  });
}

void decode(const TokenizerArguments& arguments) {
  const auto tokenizer = load_tokenizer(arguments.model);
  convert_lines(arguments, [&tokenizer](std::string_view line, std::string& result) {
    result += decode_line(*tokenizer, parse_ids(line, tokenizer->size()));
    result += '\n';
  });
}

void info(const TokenizerArguments& arguments) {
  const auto tokenizer = load_tokenizer(arguments.model);
  const SpecialTokens marks = tokenizer->specials();
  const NormalizerOptions normalizer = tokenizer->normalizer();
  write_stdout("kind\t" + std::string(tokenizer->kind()) + "\nids\t" +
               std::to_string(tokenizer->size()) + "\nnormalize\t" + normalizer.form +
               "\nlower-case\t" + (normalizer.lower_case ? "yes" : "no") + "\npad\t" +
               std::to_string(marks.pad) + "\nbos\t" + std::to_string(marks.bos) + "\neos\t" +
               std::to_string(marks.eos) + "\nunk\t" + std::to_string(marks.unk) + "\n");
}

void add_train(CLI::App& group, const std::shared_ptr<TokenizerArguments>& arguments) {
  auto* command =
      group.add_subcommand("train", "Learn a tokenizer from a corpus, one sentence a line");
  TokenizerOptions& options = arguments->options;
  command->add_option("--corpus", arguments->corpus, "Text file; - for stdin")->required();
  add_tokenizer_options(*command, options.kind, "Kind: " + tokenizer_kinds(), options);
  command->add_option("--out", arguments->out, "Tokenizer file to write; - for stdout")->required();
  add_bad_text(*command, arguments->on_bad_text);
  command->footer(
      "unigram and bpe read U+2581 as a space, as SentencePiece does, whose sign for one it is.\n"
      "Example:\n"
      "  lingan tokenizer train --corpus captions.txt --tokenizer bpe --vocab-size 4000 --out "
      "bpe.json");
  OptionModes modes;
  add_tokenizer_rules(modes, [arguments] {
    return &find_card(tokenizers(), arguments->options.kind, "tokenizer");
  });
  command->callback([arguments, command, modes] {
    modes.check(*command);
    train(*arguments);
  });
}

void add_conversion(CLI::App& group, const std::shared_ptr<TokenizerArguments>& arguments,
                    bool encodes) {
  auto* command = group.add_subcommand(
      encodes ? "encode" : "decode",
      encodes ? "Print the ids of every line of text" : "Print the text of every line of ids");
  command->add_option("MODEL", arguments->model, "Tokenizer file, or a SentencePiece .model")
      ->required();
  command->add_option("FILE", arguments->input, "Input; - for stdin")->capture_default_str();
  add_bad_text(*command, arguments->on_bad_text, "skip (an empty line in its place)");
  command->footer(encodes
                      ? "Example:\n  echo 'a man riding a wave' | lingan tokenizer encode bpe.json"
                      : "Example:\n  lingan tokenizer encode bpe.json text.txt | lingan tokenizer "
                        "decode bpe.json");
  command->callback([arguments, encodes] {
    require_distinct({{"MODEL", arguments->model}, {"FILE", arguments->input}}, {{"stdout", "-"}});
    encodes ? encode(*arguments) : decode(*arguments);
  });
}

}  // namespace

void add_tokenizer_command(CLI::App& program) {
  auto* group =
      program.add_subcommand("tokenizer", "Learn a tokenizer; turn text into ids and back");
  const auto arguments = std::make_shared<TokenizerArguments>();
  group->require_subcommand(1);
  add_train(*group, arguments);
  add_conversion(*group, arguments, true);
  add_conversion(*group, arguments, false);
  auto* command = group->add_subcommand("info", "Print a tokenizer's kind, size and special ids");
  command->add_option("MODEL", arguments->model, "Tokenizer file, or a SentencePiece .model")
      ->required();
  command->footer("Example:\n  lingan tokenizer info bpe.json");
  command->callback([arguments] { info(*arguments); });
  group->footer(
      "Examples:\n"
      "  lingan tokenizer train --corpus captions.txt --tokenizer word --min-count 2 --out "
      "word.json\n"
      "  lingan tokenizer encode word.json captions.txt > captions.ids\n"
      "  lingan tokenizer decode word.json captions.ids");
}

}  // namespace lingan::tools
