#include <lingan/run/evaluation/given_sentences.h>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// Appends lines as rows of ids.
class Reader {
 public:
  Reader(const Tokenizer& tokenizer, const GivenKind& kind)
      : rows(TokenBatch::filled(0, kind.longest, 0)), tokenizer_(tokenizer), kind_(kind) {}

  void append(const std::string& line) {
    if (is_blank(line)) throw InputError("is blank; each line is a " + kind_.name);
    const SpecialTokens& specials = tokenizer_.specials();
    std::vector<int32_t> ids = tokenizer_.encode(line);
    if (specials.eos >= 0) ids.push_back(specials.eos);
    const auto width = static_cast<size_t>(rows.width);
    if (kind_.is_cut && ids.size() > width) {
      ids.resize(width);
      ++longer_;
    }
    const auto length = static_cast<int32_t>(ids.size());
    if (length < 1 || length > rows.width) {
      throw InputError(fmt::format("{}; the run has learnt of {}s of 1 to {}",
                                   counted(ids.size(), "token"), kind_.name, rows.width));
    }
    unknown_ += std::ranges::count(ids, specials.unk);
    ids.resize(width, specials.filler());
    rows.tokens.insert(rows.tokens.end(), ids.begin(), ids.end());
    rows.lengths.push_back(length);
    ++rows.rows;
  }

  /// @param name  of the input.
  void tell(const std::string& name) const {
    if (longer_ > 0) {
      notice_once(name + ": " + counted(longer_, kind_.name) +
                  " longer than any to train on: read as far as " + counted(rows.width, "token"));
    }
    if (unknown_ == 0) return;
    notice_once(name + ": the run does not know " + counted(unknown_, "token") +
                ", which it reads as <unk>");
  }

  TokenBatch rows;

 private:
  const Tokenizer& tokenizer_;
  const GivenKind& kind_;
  int64_t longer_ = 0;
  int64_t unknown_ = 0;
};

}  // namespace

TokenBatch read_given(const Tokenizer& tokenizer, const std::string& input, const GivenKind& kind) {
  Reader reader(tokenizer, kind);
  CorpusLines lines(input, BadText::kRefuse);
  while (const auto line = lines.next()) {
    with_place([&] { return line_place(lines.name(), lines.lines()); },
               [&] { reader.append(*line); });
  }
  if (reader.rows.rows == 0) throw InputError("no " + kind.name + " in it", lines.name());
  reader.tell(lines.name());
  return std::move(reader.rows);
}

}  // namespace lingan
