#include <lingan/gan/recipe/round.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include <lingan/base/card.h>
#include <lingan/base/error.h>
#include <lingan/base/number.h>

namespace lingan {
namespace {

constexpr int64_t kMaximum = 1'000'000'000;
constexpr std::string_view kSpaces = " \t";

struct MoveName {
  std::string_view name;
  Move::Kind kind;
};

constexpr std::array kMoves = {MoveName{"generator", Move::Kind::kGenerator},
                               MoveName{"discriminator", Move::Kind::kDiscriminator},
                               MoveName{"likelihood", Move::Kind::kLikelihood}};

[[noreturn]] void refuse(std::string_view move, const std::string& why) {
  throw UsageError(
      "training.round: \"" + std::string(move) + "\": " + why +
      "; expected moves as in \"generator, discriminator x5, likelihood x10 every 15\"");
}

/// Takes the next word off a text; empty at its end.
std::string_view next_word(std::string_view& text) {
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  const size_t end = std::min(text.find_first_of(kSpaces, begin), text.size());
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

int64_t count(std::string_view word, std::string_view move) {
  const std::optional<int64_t> value = parse_number<int64_t>(word);
  if (!value || *value < 1 || *value > kMaximum)
    refuse(move, "expected an integer in 1..1000000000");
  return *value;
}

Move parse_move(std::string_view text) {
  std::string_view rest = text;
  const std::string_view name = next_word(rest);
  const MoveName* known = card_named(std::span<const MoveName>(kMoves), name);
  if (known == nullptr) {
    const auto names = card_names(std::span<const MoveName>(kMoves));
    throw UsageError("training.round: " + unknown_name("move", name, names));
  }
  Move move{.kind = known->kind};
  std::set<char> said;  // first letters of clauses
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
    if (!said.insert(word.front()).second) refuse(text, "says one thing twice");
    if (word == "every") {
      move.every = count(next_word(rest), text);
    } else if (word == "until") {
      if (move.kind != Move::Kind::kDiscriminator) refuse(text, "only D has an accuracy");
      const std::optional<double> until = parse_number<double>(next_word(rest));
      if (!until || *until <= 0.5 || *until > 1) refuse(text, "expected an accuracy in (0.5, 1]");
      move.until = *until;
    } else if (word.starts_with('x')) {
      move.times = count(word.substr(1), text);
    } else {
      refuse(text, "\"" + std::string(word) + "\" has no meaning");
    }
  }
  return move;
}

}  // namespace

bool has_move(std::span<const Move> moves, Move::Kind kind) {
  return std::ranges::any_of(moves, [kind](const Move& move) { return move.kind == kind; });
}

int64_t made_before(std::span<const Move> moves, Move::Kind kind, int64_t round) {
  int64_t made = 0;
  for (const Move& move : moves) {
    if (move.kind == kind) made += move.made_before(round);
  }
  return made;
}

std::vector<Move> parse_round(std::string_view text) {
  std::vector<Move> moves;
  while (true) {
    const size_t comma = text.find(',');
    moves.push_back(parse_move(text.substr(0, comma)));
    if (comma == std::string_view::npos) return moves;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace lingan
