#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include <lingan/gan/strategies/evolutionary.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>

namespace lingan {

StrategyCard gumbel_softmax_card();

std::vector<std::string> mutation_names(const std::string& mutations) {
  constexpr std::string_view kSpaces = " \t";
  std::vector<std::string> names;
  if (mutations.find_first_not_of(kSpaces) == std::string::npos) return names;
  for (std::string_view rest = mutations;;) {
    const size_t comma = rest.find(',');
    std::string_view name = rest.substr(0, comma);
    name.remove_prefix(std::min(name.find_first_not_of(kSpaces), name.size()));
    names.emplace_back(name.substr(0, name.find_last_not_of(kSpaces) + 1));
    if (comma == std::string_view::npos) return names;
    rest.remove_prefix(comma + 1);
  }
}

namespace {

using E = EvolutionaryOptions;

constexpr std::string_view kBase = "gumbel-softmax";

std::vector<std::string> qualities() { return {kProbability, kRelativistic}; }
std::vector<std::string> diversities() { return {kGradient, kLikelihood}; }

constexpr std::array kKeys = {
    option<&E::mutations>("mutations",
                          "objectives by which G makes a child each, as in \"minimax, "
                          "non-saturating\"; empty: the recipe's alone"),
    option<&E::temperature_shift>(
        "temperature_shift", ranges::kCount,
        "steps of the schedule: a child each at its inverse temperature now, so much later and so "
        "much earlier; 0: now alone"),
    option<&E::quality>("quality", qualities,
                        "of a child: D's probability that its sentences are real, or that they are "
                        "more real than the text on average"),
    option<&E::diversity>("diversity", diversities,
                          "of a child: how small a gradient it leaves to D, or how unlikely its "
                          "own sentences are to it"),
    option<&E::diversity_weight>("diversity_weight", ranges::kNotNegative,
                                 "of diversity beside quality's 1; 0: quality alone"),
    option<&E::fitness_batches>("fitness_batches", {.low = 1, .high = 1e6},
                                "batches of sentences by which a child is measured"),
};

std::string key(const char* name) { return std::string("strategy.evolutionary.") + name; }

/// The cards of the mutations, as far as they are known.
std::vector<const ObjectiveCard*> cards_of(const OptionSet& set) {
  std::vector<const ObjectiveCard*> cards;
  for (const std::string& name : mutation_names(set.get<E>().mutations)) {
    const ObjectiveCard* card = card_named(objectives(), name);
    if (card != nullptr) cards.push_back(card);
  }
  return cards;
}

std::string problem(const OptionSet& set) {
  std::string of_base = gumbel_softmax_card().options.problem(set);
  if (!of_base.empty()) return of_base;
  std::set<std::string> said;
  for (const std::string& name : mutation_names(set.get<E>().mutations)) {
    if (card_named(objectives(), name) == nullptr) {
      return key("mutations") + ": " + unknown_name("objective", name, card_names(objectives()));
    }
    if (!said.insert(name).second) return key("mutations") + ": " + name + " stands there twice";
  }
  for (const ObjectiveCard* card : cards_of(set)) {
    if (card->takes_energy) {
      return key("mutations") + ": " + std::string(card->name) + " is of energies; take it out";
    }
    std::string of_card = card->options.problem == nullptr ? "" : card->options.problem(set);
    if (!of_card.empty()) return of_card;
  }
  return "";
}

std::string why_idle(const EvolutionaryOptions& options, std::string_view name) {
  return name == "diversity" && options.diversity_weight == 0
             ? "with " + key("diversity_weight") + " = 0.0"
             : "";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  std::string of_base = gumbel_softmax_card().network_problem(set, generator, discriminator);
  if (!of_base.empty()) return of_base;
  const auto& options = set.get<E>();
  const bool by_likelihood = options.diversity == kLikelihood && options.diversity_weight > 0;
  if (by_likelihood && !needs_token_probabilities(set, generator, discriminator).empty()) {
    return key("diversity") +
           ": \"likelihood\" is the generator's, which has none where a latent code stands before "
           "the tokens; set it to \"gradient\"";
  }
  const auto cards = cards_of(set);
  for (const ObjectiveCard* card : cards) {
    if (card->takes_condition || tells_labels(*card)) continue;
    const bool by_sources = discriminator.own.get<SourceConditionOptions>().reads_sources;
    if (generator.labels == "none" && !by_sources) continue;
    return key("mutations") + ": " + std::string(card->name) + " does not go by the " +
           (by_sources ? "sources of sentences (discriminator.reads_sources)"
                       : "labels of sentences (generator.labels)") +
           "; set it to \"\"";
  }
  const auto lame = std::ranges::find_if(cards, [&](const ObjectiveCard* card) {
    return !card->takes_tokens && judges_tokens(discriminator);
  });
  if (lame == cards.end()) return "";
  return key("mutations") + ": " + std::string((*lame)->name) +
         " compares sentences, and the discriminator judges tokens; take it out, or set " +
         key("mutations") + " = \"\", or " + std::string(to_judge_sentences(discriminator));
}

/// What D's part in labels has against the mutations.
std::string label_problem(const OptionSet& set, const ObjectiveCard& objective) {
  for (const ObjectiveCard* card : cards_of(set)) {
    if (tells_labels(*card) == tells_labels(objective)) continue;
    return key("mutations") + ": of objective.name = " + quote_toml(objective.name) + " and " +
           std::string(card->name) + " only one goes by labels that D tells; set it to \"\"";
  }
  return "";
}

std::string objective_problem(const OptionSet& set, const ObjectiveCard& objective) {
  if (std::string problem = label_problem(set, objective); !problem.empty()) return problem;
  const std::string name = quote_toml(objective.name);
  if (objective.takes_energy || objective.outputs == Outputs::kNone) {
    return "objective.name: \"evolutionary\" measures children by how real D finds them, which is "
           "not what D learns by " +
           name + "; set it to \"non-saturating\"";
  }
  if (set.get<E>().quality != kProbability || objective.outputs == Outputs::kLogOdds) return "";
  return key("quality") + ": \"probability\" takes D's output for log odds, which with " +
         "objective.name = " + name + " it is not; set it to \"relativistic\"";
}

std::string lone_problem(const OptionSet& set) {
  for (const ObjectiveCard* card : cards_of(set)) {
    if (!card->compares_sentences) continue;
    return key("mutations") + ": " + std::string(card->name) +
           " compares a batch's sentences; set " + key("mutations") + " = \"\"";
  }
  return "";
}

bool reads_objective(const OptionSet& set, std::string_view name) {
  const auto cards = cards_of(set);
  return std::ranges::find(cards, name, &ObjectiveCard::name) != cards.end();
}

OptionTable table() {
  OptionTable table = option_table<E, nullptr, why_idle>("strategy.evolutionary", kKeys);
  table.problem = problem;
  return table;
}

}  // namespace

StrategyCard evolutionary_card() {
  StrategyCard card = gumbel_softmax_card();
  card.name = "evolutionary";
  card.summary =
      "gumbel-softmax by several objectives and temperatures, of which the fittest stays";
  card.paper = "Wang et al. 2019 (E-GAN); Liu et al. 2020 (CatGAN)";
  card.options = table();
  card.built_on = kBase;
  card.reads_objective = reads_objective;
  card.network_problem = network_problem;
  card.objective_problem = objective_problem;
  card.lone_problem = lone_problem;
  return card;
}

}  // namespace lingan
