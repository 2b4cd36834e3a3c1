// Judges a report in the browser that shows it: every text is readable against what is behind it (WCAG 2.2, 1.4.3: 4.5 to 1),
// whatever can be opened or typed into is reached by the keyboard and shows its focus, nothing is wider than the window,
// and the search finds. The verdict is the text of an element with the id "verdict".
(function () {
  var faults = [];
  document.querySelectorAll("details").forEach(function (one) { one.open = true; });

  function channels(color) { return color.match(/[\d.]+/g).map(Number); }
  function luminance(color) {
    var light = color.slice(0, 3).map(function (value) {
      value /= 255;
      return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
  }
  function behind(element) {
    for (var at = element; at; at = at.parentElement) {
      var color = channels(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] === 1) { return color; }
    }
    return [255, 255, 255];
  }
  var texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), judged = 0;
  while (texts.nextNode()) {
    var element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || element.tagName === "SCRIPT") { continue; }
    var text = luminance(channels(getComputedStyle(element).color)), back = luminance(behind(element));
    var contrast = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
    judged += 1;
    if (contrast < 4.5) { faults.push("contrast " + contrast.toFixed(2) + ": " + texts.currentNode.textContent.trim()); }
  }
  if (judged < 40) { faults.push("only " + judged + " texts"); }

  // A window that is not in front shows no focus: the style sheet is read instead.
  var rules = Array.from(document.styleSheets[0].cssRules);
  var focus = rules.find(function (rule) { return (rule.selectorText || "").indexOf(":focus-visible") >= 0; });
  // A shorthand with a variable has no parts to be read.
  var outlined = focus && /outline: *[2-9]px solid/.test(focus.cssText);
  document.querySelectorAll("summary, a, input").forEach(function (one) {
    var shows = outlined && focus.selectorText.indexOf(one.tagName.toLowerCase() + ":focus-visible") >= 0;
    if (one.tabIndex !== 0 || !shows) { faults.push("keyboard: " + one.outerHTML.slice(0, 80)); }
  });
  document.querySelectorAll("[onclick], [tabindex], [role=button]").forEach(function (one) { faults.push("no native control: " + one.outerHTML.slice(0, 80)); });
  if (document.documentElement.scrollWidth > innerWidth) { faults.push("wider than the window: " + document.documentElement.scrollWidth + " of " + innerWidth); }

  var search = document.getElementById("search");
  search.value = "lottery";
  search.dispatchEvent(new Event("input"));
  setTimeout(function () {
    var shown = document.querySelectorAll("#tree li.rule:not([hidden])").length;
    if (shown !== 1) { faults.push("the search shows " + shown + " rules"); }
    var verdict = document.createElement("p");
    verdict.id = "verdict";
    verdict.textContent = faults.length ? faults.join("\n") : "sound: " + judged + " texts";
    document.body.append(verdict);
  }, 500);
})();
