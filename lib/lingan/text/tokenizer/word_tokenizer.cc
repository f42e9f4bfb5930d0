#include <lingan/text/tokenizer/word_tokenizer.h>

#include <lingan/text/tokenizer/icu_boundaries.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan {
namespace {

/// No part of a text reads like this, since there is a word boundary after every `<`.
constexpr std::string_view kGlue = "<glue>";
constexpr std::string_view kSpace = " ";

/// Calls emit with the text of every token of a normalized line.
/// @param edges  gives the edges of a part as decode will see them; called for every part before it
/// is emitted.
template <typename EdgesOf, typename Emit>
void split_line(std::string_view line, const EdgesOf& edges, const Emit& emit) {
  const auto parts = split_words(line);
  Edge left = Edge::kSolid;
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool spaced = parts[i] == kSpace && i > 0 && i + 1 < parts.size();
    const std::string_view part = spaced ? parts[i + 1] : parts[i];
    const Edges own = edges(part);
    if (spaced != expects_space(left, own.left)) emit(spaced ? kSpace : kGlue);
    emit(part);
    left = own.right;
    if (spaced) ++i;
  }
}

}  // namespace

WordTokenizer::WordTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer)
    : VocabularyTokenizer(std::move(vocabulary), std::move(normalizer)),
      glue_(this->vocabulary().find(kGlue)) {
  edges_.resize(static_cast<size_t>(size()));
  for (int32_t id = Vocabulary::kSpecialCount; id < size(); ++id) {
    edges_[static_cast<size_t>(id)] = edges_of(this->vocabulary().piece(id));
  }
  if (glue_ != specials().unk) edges_[static_cast<size_t>(glue_)] = edges_of("");
}

std::unique_ptr<Tokenizer> WordTokenizer::train(const TokenizerOptions& options,
                                                const LineReader& lines) {
  const auto split = [](std::string_view line, const std::function<void(std::string_view)>& emit) {
    split_line(line, edges_of, emit);
  };
  return std::make_unique<WordTokenizer>(
      learn_vocabulary(options, lines, {std::string(kGlue), std::string(kSpace)}, split),
      options.normalizer);
}

std::vector<int32_t> WordTokenizer::encode(std::string_view line) const {
  std::vector<int32_t> ids;
  std::string buffer;
  std::string_view looked_up;
  int32_t id = 0;
  const auto edges = [&](std::string_view part) {
    looked_up = part;
    id = vocabulary().find(part);
    return edges_[static_cast<size_t>(id)];
  };
  split_line(normalized(line, buffer), edges, [&](std::string_view part) {
    const bool is_looked_up = part.data() == looked_up.data();
    ids.push_back(is_looked_up ? id : vocabulary().find(part));
  });
  return ids;
}

std::string WordTokenizer::decode(std::span<const int32_t> ids) const {
  std::string text;
  Edge left = Edge::kSolid;
  for (const int32_t id : ids) {
    const std::string& part = vocabulary().piece(id);
    if (is_silent(id)) continue;
    const Edges own = edges_[static_cast<size_t>(id)];
    if (expects_space(left, own.left)) text += kSpace;
    if (id == specials().unk || id != glue_) text += part;
    left = own.right;
  }
  return text;
}

TokenizerCard word_tokenizer_card() {
  return {.name = "word",
          .summary = "words of running text, in any script",
          .paper = "Unicode UAX #29, word boundaries",
          .content = TokenizerContent::kPieces,
          .train = WordTokenizer::train,
          .load = load_vocabulary<WordTokenizer>,
          .at_hand = TextAtHand::kLearnsIt};
}

}  // namespace lingan
