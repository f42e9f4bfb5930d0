#include <lingan/grammar/grammar_lexer.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

using Kind = GrammarToken::Kind;

constexpr size_t kMaxWordBytes = 256;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Characters that end a bare word.
bool is_sign(char c) {
  return is_blank(c) || std::string_view("|[]\"#").find(c) != std::string::npos;
}

/// Scans one line from left to right.
class LineLexer {
 public:
  LineLexer(std::string_view line, int32_t number, const std::string& where)
      : line_(line), number_(number), where_(where) {}

  std::vector<GrammarToken> run() {
    while (true) {
      while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
      if (at_ == line_.size() || line_[at_] == '#') return std::move(tokens_);
      start_ = at_;
      scan();
    }
  }

 private:
  void scan() {
    switch (line_[at_]) {
      case '|':
        ++at_;
        return add(Kind::kBar, "|");
      case '[':
        return scan_weight();
      case '"':
        return scan_quoted();
      case ']':
        fail("']' without '['; write the weight as [3], or quote the terminal as \"]\"");
      default:
        return scan_word();
    }
  }

  void scan_weight() {
    const size_t end = line_.find(']', at_);
    if (end == std::string_view::npos) {
      fail("'[' without ']'; write the weight as [3], or quote the terminal as \"[\"");
    }
    at_ = end + 1;
    std::string_view body = line_.substr(start_ + 1, end - start_ - 1);
    while (!body.empty() && is_blank(body.front())) body.remove_prefix(1);
    while (!body.empty() && is_blank(body.back())) body.remove_suffix(1);
    add(Kind::kWeight, body);
  }

  void scan_quoted() {
    const size_t end = line_.find('"', at_ + 1);
    if (end == std::string_view::npos) fail("the quote is not closed; add a \" on this line");
    at_ = end + 1;
    const std::string_view body = line_.substr(start_ + 1, end - start_ - 1);
    // Only the directive %join takes a space.
    const bool directive = !tokens_.empty() && tokens_.front().kind == Kind::kDirective;
    if (!directive && body.find_first_of(" \t\r") != std::string_view::npos) {
      fail("a terminal holds no white space; write one terminal for each word");
    }
    add(Kind::kTerminal, body);
  }

  void scan_word() {
    while (at_ < line_.size() && !is_sign(line_[at_])) ++at_;
    const std::string_view word = line_.substr(start_, at_ - start_);
    if (word == "->") return add(Kind::kArrow, word);
    if (word[0] == '%' && word.size() > 1) return add(Kind::kDirective, word.substr(1));
    add(is_upper(word[0]) ? Kind::kNonterminal : Kind::kTerminal, word);
  }

  void add(Kind kind, std::string_view text) {
    if (text.size() > kMaxWordBytes) {
      fail("a word of " + std::to_string(text.size()) + " bytes; at most " +
           std::to_string(kMaxWordBytes) + " are allowed");
    }
    tokens_.push_back({kind, std::string(text), place()});
  }

  GrammarPlace place() const { return {number_, static_cast<int32_t>(start_ + 1)}; }

  [[noreturn]] void fail(const std::string& message) const {
    fail_grammar(where_, place(), message);
  }

  std::string_view line_;
  int32_t number_;
  const std::string& where_;
  size_t at_ = 0;
  size_t start_ = 0;
  std::vector<GrammarToken> tokens_;
};

}  // namespace

std::vector<GrammarToken> lex_grammar_line(std::string_view line, int32_t number,
                                           const std::string& where) {
  return LineLexer(line, number, where).run();
}

void fail_grammar(const std::string& where, GrammarPlace place, const std::string& message) {
  throw InputError(message,
                   where + ":" + std::to_string(place.line) + ":" + std::to_string(place.column));
}

}  // namespace lingan
