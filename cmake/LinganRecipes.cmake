# lingan_embed_recipes(TARGET FOLDER): compiles the recipes of a folder into a target, as the definition
# of lingan::shipped_recipes(). A changed, new or removed recipe configures again.
function(lingan_embed_recipes target folder)
  file(GLOB recipes CONFIGURE_DEPENDS "${folder}/*.toml")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${recipes})
  set(entries "")
  foreach(recipe IN LISTS recipes)
    get_filename_component(name "${recipe}" NAME_WE)
    file(READ "${recipe}" text)
    string(APPEND entries "    {\"${name}\", R\"recipe(${text})recipe\"},\n")
  endforeach()
  set(source "${PROJECT_BINARY_DIR}/shipped_recipes.cc")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT
"// Generated from the recipes that ship.
#include <lingan/gan/recipe/shipped_recipes.h>

namespace lingan {

std::span<const ShippedRecipe> shipped_recipes() {
  static constexpr ShippedRecipe recipes[] = {
@entries@  };
  return recipes;
}

}  // namespace lingan
")
  target_sources(${target} PRIVATE "${source}")
endfunction()
