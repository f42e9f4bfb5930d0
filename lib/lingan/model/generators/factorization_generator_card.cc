#include <lingan/model/generators/generator_cards.h>

namespace lingan {

GeneratorCard factorization_generator_card() {
  return {.name = "factorization",
          .summary = "the product of a query's and an item's vector, for pairs of these",
          .paper = "Koren, Bell and Volinsky 2009"};
}

}  // namespace lingan
