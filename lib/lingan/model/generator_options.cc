#include <lingan/model/generator_options.h>

#include <array>

#include <lingan/model/generator_cards.h>

namespace lingan {
namespace {

using G = GeneratorOptions;

std::vector<std::string> cells() { return card_names(generators()); }

constexpr std::array kKeys = {
    option<&G::cell>("cell", cells, "recurrent cell"),
    option<&G::embedding_width>("embedding_width", ranges::kWidth, "width of token embeddings"),
    option<&G::hidden_width>("hidden_width", ranges::kWidth, "width of the recurrent state"),
    option<&G::layers>("layers", {.low = 1, .high = 16}, "recurrent layers"),
    option<&G::tied_embeddings>("tied_embeddings",
                                "use the embeddings as output weights; needs equal widths"),
    option<&G::input_dropout>("input_dropout", ranges::kShare,
                              "share of the embeddings' entries left out in MLE training, the "
                              "same ones in a whole sentence"),
    option<&G::output_dropout>("output_dropout", ranges::kShare,
                               "the same of what each layer gives"),
    option<&G::word_dropout>("word_dropout", ranges::kShare,
                             "share of the words fed that are left out in MLE training"),
    option<&G::initial_range>(
        "initial_range", ranges::kNotNegative,
        "standard deviation of initial weights; 0: the library's own initialization"),
};

}  // namespace

std::span<const OptionKey> generator_keys() { return kKeys; }

std::string generator_problem(const GeneratorOptions& options) {
  if (!options.tied_embeddings || options.embedding_width == options.hidden_width) return "";
  return "generator.tied_embeddings: needs generator.embedding_width = generator.hidden_width, "
         "not " +
         std::to_string(options.embedding_width) + " and " + std::to_string(options.hidden_width);
}

}  // namespace lingan
