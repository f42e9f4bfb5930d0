#include <lingan/grammar/grammar.h>

#include <set>
#include <span>
#include <unordered_map>

#include <lingan/base/file.h>
#include <lingan/base/input.h>
#include <lingan/base/number.h>
#include <lingan/base/utf8.h>
#include <lingan/grammar/grammar_check.h>
#include <lingan/grammar/grammar_lexer.h>

namespace lingan {
namespace {

using Kind = GrammarToken::Kind;

constexpr uint64_t kMaxFileBytes = uint64_t{16} << 20;
constexpr size_t kMaxLineBytes = 65536;
constexpr size_t kMaxNonterminals = 2000;
constexpr size_t kMaxRules = 50000;
constexpr size_t kMaxSymbols = 200000;
constexpr double kMinWeight = 1e-9;
constexpr double kMaxWeight = 1e9;

/// Reads statements line by line; all lookups of names wait for the end.
class GrammarParser {
 public:
  explicit GrammarParser(const std::string& where) : where_(where) {}

  Grammar run(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    for (int32_t number = 1; !text.empty(); ++number) {
      const size_t end = text.find('\n');
      read_line(text.substr(0, end), number);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return finish();
  }

 private:
  /// The rules of one nonterminal.
  struct Definition {
    GrammarPlace place;  ///< of the left side; line 0: only used so far
    GrammarPlace use;    ///< of its first use on a right side
    std::vector<GrammarRule> rules;
    std::vector<double> weights;
  };

  void read_line(std::string_view line, int32_t number) {
    if (line.size() > kMaxLineBytes) {
      fail({number, 1}, "a line of " + std::to_string(line.size()) + " bytes; at most " +
                            std::to_string(kMaxLineBytes) +
                            " are allowed; begin a new line with |");
    }
    check_utf8(line, number);
    const std::vector<GrammarToken> tokens = lex_grammar_line(line, number, where_);
    if (tokens.empty()) return;
    switch (tokens[0].kind) {
      case Kind::kDirective:
        return read_directive(tokens);
      case Kind::kBar:
        if (current_ < 0) fail(tokens[0].place, "'|' before any rule; write NAME -> first");
        return read_alternatives(tokens, 1);
      default:
        return read_rule(tokens);
    }
  }

  void check_utf8(std::string_view line, int32_t number) const {
    const auto column = [](size_t byte) { return static_cast<int32_t>(byte) + 1; };
    const size_t good = valid_utf8_prefix(line);
    for (size_t at = 0; at < good; ++at) {
      const auto byte = static_cast<unsigned char>(line[at]);
      const bool is_control = byte < 0x20 && byte != '\t' && byte != '\r';
      if (is_control || byte == 0x7F) {
        fail({number, column(at)}, "a control character; remove it");
      }
    }
    if (good < line.size()) {
      fail({number, column(good)}, "malformed UTF-8; save the file as UTF-8");
    }
  }

  void read_directive(const std::vector<GrammarToken>& tokens) {
    const GrammarToken& name = tokens[0];
    if (tokens.size() != 2) fail(name.place, "%" + name.text + " takes one value");
    const GrammarToken& value = tokens[1];
    if (name.text == "start") {
      if (value.kind != Kind::kNonterminal) fail(value.place, "%start takes a nonterminal's name");
      grammar_.start = nonterminal(value);
      start_given_ = true;
    } else if (name.text == "join") {
      if (value.kind != Kind::kTerminal || (value.text != " " && !value.text.empty())) {
        fail(value.place, "%join takes \" \" (words stand apart) or \"\" (words touch)");
      }
      grammar_.join = value.text;
    } else {
      fail(name.place, "unknown directive %" + name.text + "; there are %start and %join");
    }
  }

  void read_rule(const std::vector<GrammarToken>& tokens) {
    if (tokens[0].kind != Kind::kNonterminal || tokens.size() < 2 ||
        tokens[1].kind != Kind::kArrow) {
      fail(tokens[0].place,
           "expected NAME -> ..., where NAME begins with A-Z; a line that goes on begins with |");
    }
    const int32_t left = nonterminal(tokens[0]);
    Definition& definition = definitions_[left];
    if (definition.place.line > 0) {
      fail(tokens[0].place, tokens[0].text + " is already defined in line " +
                                std::to_string(definition.place.line) +
                                "; add alternatives there with |");
    }
    definition.place = tokens[0].place;
    if (!start_given_ && current_ < 0) grammar_.start = left;
    current_ = left;
    read_alternatives(tokens, 2);
  }

  void read_alternatives(const std::vector<GrammarToken>& tokens, size_t at) {
    const GrammarPlace line_end{
        tokens.back().place.line,
        tokens.back().place.column + static_cast<int32_t>(tokens.back().text.size())};
    for (bool more = true; more; ++at) {
      const GrammarPlace begin = at < tokens.size() ? tokens[at].place : line_end;
      const size_t first = at;
      while (at < tokens.size() && tokens[at].kind != Kind::kBar) ++at;
      if (at == first) fail(begin, "an empty alternative; write \"\" for the empty text");
      add_alternative({tokens.data() + first, tokens.data() + at});
      more = at < tokens.size();
    }
  }

  void add_alternative(std::span<const GrammarToken> tokens) {
    double weight = 1.0;
    GrammarRule rule{current_, {}, 0.0};
    for (size_t i = 0; i < tokens.size(); ++i) {
      const GrammarToken& token = tokens[i];
      if (token.kind == Kind::kWeight) {
        if (i == 0) fail(token.place, "a weight without symbols; write \"\" for the empty text");
        if (i + 1 < tokens.size()) fail(token.place, "a weight stands last in its alternative");
        weight = read_weight(token);
      } else if (token.kind == Kind::kNonterminal) {
        rule.right.push_back({false, nonterminal(token)});
      } else if (token.kind == Kind::kTerminal) {
        if (!token.text.empty()) rule.right.push_back({true, terminal(token.text)});
      } else {
        fail(token.place, "'" + token.text + "' is out of place; quote it if it is a terminal");
      }
    }
    count_rule(rule, tokens[0].place);
    definitions_[current_].rules.push_back(std::move(rule));
    definitions_[current_].weights.push_back(weight);
  }

  void count_rule(const GrammarRule& rule, GrammarPlace place) {
    symbol_count_ += rule.right.size();
    if (++rule_count_ > kMaxRules || symbol_count_ > kMaxSymbols) {
      fail(place, "more than " + std::to_string(kMaxRules) + " alternatives or " +
                      std::to_string(kMaxSymbols) + " symbols; make the grammar smaller");
    }
    if (!seen_.insert({rule.left, rule.right}).second) {
      fail(place, "this alternative of " + grammar_.nonterminals[rule.left] +
                      " stands there already; add its weight to the first");
    }
  }

  double read_weight(const GrammarToken& token) const {
    const auto weight = parse_number<double>(token.text);
    if (!weight || *weight < kMinWeight || *weight > kMaxWeight) {
      fail(token.place, "weight [" + token.text + "]: expected a number from 1e-9 to 1e9");
    }
    return *weight;
  }

  int32_t nonterminal(const GrammarToken& token) {
    const auto [entry, added] =
        nonterminal_ids_.try_emplace(token.text, static_cast<int32_t>(definitions_.size()));
    if (added) {
      if (definitions_.size() == kMaxNonterminals) {
        fail(token.place, "more than " + std::to_string(kMaxNonterminals) +
                              " nonterminals; make the grammar smaller");
      }
      grammar_.nonterminals.push_back(token.text);
      definitions_.push_back({{}, token.place, {}, {}});
    }
    return entry->second;
  }

  int32_t terminal(const std::string& text) {
    const auto [entry, added] =
        terminal_ids_.try_emplace(text, static_cast<int32_t>(grammar_.terminals.size()));
    if (added) grammar_.terminals.push_back(text);
    return entry->second;
  }

  Grammar finish() {
    if (current_ < 0) fail({1, 1}, "no rule; write at least one NAME -> ...");
    std::vector<GrammarPlace> places;
    for (size_t left = 0; left < definitions_.size(); ++left) {
      Definition& definition = definitions_[left];
      const std::string& name = grammar_.nonterminals[left];
      if (definition.place.line == 0) {
        fail(definition.use, name + " is not defined; add a line " + name +
                                 " -> ..., or quote it if it is a terminal");
      }
      places.push_back(definition.place);
      double sum = 0.0;
      for (const double weight : definition.weights) sum += weight;
      grammar_.first_rule.push_back(static_cast<int32_t>(grammar_.rules.size()));
      for (size_t i = 0; i < definition.rules.size(); ++i) {
        definition.rules[i].probability = definition.weights[i] / sum;
        grammar_.rules.push_back(std::move(definition.rules[i]));
      }
    }
    grammar_.first_rule.push_back(static_cast<int32_t>(grammar_.rules.size()));
    check_grammar(grammar_, places, where_);
    return std::move(grammar_);
  }

  [[noreturn]] void fail(GrammarPlace place, const std::string& message) const {
    fail_grammar(where_, place, message);
  }

  const std::string& where_;
  Grammar grammar_;
  std::vector<Definition> definitions_;  ///< [nonterminals]
  std::unordered_map<std::string, int32_t> nonterminal_ids_;
  std::unordered_map<std::string, int32_t> terminal_ids_;
  std::set<std::pair<int32_t, std::vector<GrammarSymbol>>> seen_;
  int32_t current_ = -1;  ///< the nonterminal that `|` adds to
  bool start_given_ = false;
  size_t rule_count_ = 0;
  size_t symbol_count_ = 0;
};

}  // namespace

Grammar parse_grammar(std::string_view text, const std::string& where) {
  if (text.size() > kMaxFileBytes) {
    fail_grammar(where, {1, 1}, "a file over 16 MiB; make the grammar smaller");
  }
  return GrammarParser(where).run(text);
}

Grammar load_grammar(const std::filesystem::path& path) {
  return parse_grammar(read_file(path, kMaxFileBytes), input_name(path));
}

}  // namespace lingan
