/** The kind of notification that somebody gets of what they had searched for in vain; it goes to them alone. */
export const wantedAnswered = 'catalog/wanted.answered'
