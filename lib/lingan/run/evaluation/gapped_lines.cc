#include <lingan/run/evaluation/gapped_lines.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// @throws UsageError if a missing word may be several tokens.
void require_words(const Tokenizer& tokenizer) {
  if (tokenizer.kind() == "word" || tokenizer.kind() == "whitespace") return;
  throw UsageError(
      fmt::format("a hole is one word, and the run's tokens, of the tokenizer {}, are not words; "
                  "name a run of words (tokenizer \"word\" or \"whitespace\")",
                  tokenizer.kind()));
}

/// Of the tokens of a line that read like a gap, as unknown words may, which are holes.
/// @param mark  what a gap is read as.
std::vector<bool> which_are_holes(const std::vector<std::string_view>& words,
                                  const Tokenizer& tokenizer, int32_t mark) {
  std::vector<bool> holes;
  for (const std::string_view word : words) {
    const auto marks = std::ranges::count(tokenizer.encode(word), mark);
    holes.insert(holes.end(), static_cast<size_t>(marks), word == kGap);
  }
  return holes;
}

/// A line is read as a whole, since tokens of spacing hang on the words around them.
/// @throws InputError if it cannot be told which of its tokens are holes.
GappedLine parse(std::string text, const Tokenizer& tokenizer) {
  GappedLine line{.text = std::move(text), .tokens = {}};
  const std::vector<std::string_view> words = split_whitespace(line.text);
  line.holes = std::ranges::count(words, kGap);
  if (line.holes == 0) return line;
  const int32_t mark = tokenizer.encode(kGap).front();
  const std::vector<bool> holes = which_are_holes(words, tokenizer, mark);
  line.tokens = tokenizer.encode(line.text);
  if (std::ranges::count(line.tokens, mark) != std::ssize(holes)) {
    throw InputError("its words are read otherwise where they stand alone; put spaces around them");
  }
  auto hole = holes.begin();
  for (int32_t& token : line.tokens) {
    if (token == mark && *hole++) token = tokenizer.specials().bos;
  }
  if (tokenizer.specials().eos >= 0) line.tokens.push_back(tokenizer.specials().eos);
  return line;
}

}  // namespace

std::string GappedLine::filled(std::span<const std::string> words) const {
  std::string all;
  for (const std::string_view word : split_whitespace(text)) {
    if (!all.empty()) all += ' ';
    if (word != kGap) {
      all += word;
      continue;
    }
    all += words.front();
    words = words.subspan(1);
  }
  return all;
}

std::vector<GappedLine> read_gapped_lines(const RunDirectory& run, const std::string& file) {
  const Tokenizer& tokenizer = *run.spec().tokenizer;
  require_words(tokenizer);
  std::vector<GappedLine> all;
  int64_t unknown = 0;
  CorpusLines lines(file, BadText::kRefuse);
  while (auto text = lines.next()) {
    GappedLine line = with_place([&] { return line_place(lines.name(), lines.lines()); },
                                 [&] { return parse(std::move(*text), tokenizer); });
    if (std::ssize(line.tokens) > run.spec().length) {
      throw InputError(fmt::format("{}; sentences of the run have at most {}",
                                   counted(line.tokens.size(), "token"), run.spec().length),
                       line_place(lines.name(), lines.lines()));
    }
    unknown += std::ranges::count(line.tokens, tokenizer.specials().unk);
    all.push_back(std::move(line));
  }
  if (unknown > 0) {
    notice_once("the run does not know " + counted(unknown, "word") +
                " beside holes, which it reads as <unk>");
  }
  return all;
}

}  // namespace lingan
