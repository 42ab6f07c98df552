// Where an element scrolls, and whether the reader is at one end of it.

const NEAR_PX = 48;

export const scrollerOf = (element) => element.closest(".scroll, [data-scroll]") ?? document.scrollingElement;
export const scrollEvents = (scroller) => (scroller === document.scrollingElement ? document : scroller);
export const atTop = (scroller) => scroller.scrollTop <= 4;
export const atEnd = (scroller) => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= NEAR_PX;
export const toEnd = (scroller) => scroller.scrollTo({ top: scroller.scrollHeight, behavior: "instant" });
